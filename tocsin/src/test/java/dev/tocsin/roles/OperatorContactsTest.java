package dev.tocsin.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.alerter.operators.Contact;
import dev.tocsin.alerter.operators.OperatorsConfig;
import dev.tocsin.channels.Channels;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.settings.SettingsException;
import dev.tocsin.settings.SettingsReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class OperatorContactsTest {

  private static Settings settings(String... namesAndValues) throws SettingsException {
    Map<String, String> environment = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new SettingsReader(Map.of(), environment, Optional.empty()).settings();
  }

  private static OperatorsConfig config(Settings settings) {
    try (Channels channels = new Channels(Sections.operatorChannels(settings))) {
      return OperatorContacts.config(settings, channels);
    }
  }

  @Test
  void contacts_come_from_all_settings_and_tell_no_secret_in_their_names() throws Exception {
    OperatorsConfig config =
        config(
            settings(
                "TOCSIN_OPERATORS_EMAIL", "ann@example.org, bob@example.org",
                "TOCSIN_OPERATORS_WEBHOOK", "https://hooks.example/t0ken?k=s3cret",
                "TOCSIN_OPERATORS_CHANNELS",
                    "[{\"kind\": \"email\", \"settings\": {\"to\": [\"ops@example.org\"]}}]",
                "TOCSIN_OPERATORS_SECOND", "boss@example.org",
                "TOCSIN_OPERATORS_ESCALATE_AFTER", "5m"));
    assertThat(config.first()).hasSize(3);
    assertThat(config.second()).hasSize(1);
    assertThat(config.escalateAfter()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.first().stream().map(Contact::name))
        .doesNotHaveDuplicates()
        .noneMatch(name -> name.contains("s3cret") || name.contains("t0ken"));
  }

  @Test
  void wrong_contacts_are_found_before_anything_starts() throws Exception {
    Settings noKind =
        settings("TOCSIN_OPERATORS_CHANNELS", "[{\"kind\": \"pigeon\", \"settings\": {}}]");
    assertThatThrownBy(() -> SettingsCheck.of(Role.UP, noKind)).hasMessageContaining("pigeon");
    String group = "[{\"kind\": \"group\", \"settings\": {\"channels\": [\"pager\"]}}]";
    String rota = "[{\"kind\": \"rota\", \"settings\": {}}]";
    for (String key : List.of("TOCSIN_OPERATORS_CHANNELS", "TOCSIN_OPERATORS_SECOND")) {
      for (String contact : List.of(group, rota)) {
        Settings ofOthers = settings(key, contact, "TOCSIN_OPERATORS_EMAIL", "ann@example.org");
        assertThatThrownBy(() -> SettingsCheck.of(Role.UP, ofOthers))
            .hasMessageContaining("stands for channels of a project")
            .hasMessageContaining("list the channels themselves");
      }
    }
    Settings noAddress = settings("TOCSIN_OPERATORS_EMAIL", "nobody@");
    assertThatThrownBy(() -> SettingsCheck.of(Role.UP, noAddress))
        .hasMessageContaining("operators");
    Settings onlySecond = settings("TOCSIN_OPERATORS_SECOND", "boss@example.org");
    SettingsCheck.of(Role.ALERTER, settings("DATABASE_URL", "postgres://a:b@c/d"));
    assertThatThrownBy(() -> config(onlySecond)).hasMessageContaining("nobody is told first");
    for (String broken : List.of("[", "[1]", "[{\"kind\": \"email\"}]")) {
      assertThatThrownBy(() -> settings("TOCSIN_OPERATORS_CHANNELS", broken))
          .isInstanceOf(SettingsException.class);
    }
  }

  @Test
  void a_test_goes_to_a_private_address_too() throws Exception {
    List<String> bodies = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
      List<String> lines = OperatorContacts.test(settings("TOCSIN_OPERATORS_WEBHOOK", url));
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0)).doesNotContain("FAILED");
      assertThat(bodies.get(0)).contains("This contact can be reached");
    } finally {
      server.stop(0);
    }
  }
}
