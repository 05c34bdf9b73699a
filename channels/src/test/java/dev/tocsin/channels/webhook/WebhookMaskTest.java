package dev.tocsin.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TimeBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookMaskTest {

  private static final String STORED =
      """
      {"down":{"method":"POST","url":"https://hooks.example.org/T0/B1?k=s3cret",\
      "headers":{"Authorization":"Bearer s3cret"},"body":"$JSON"},\
      "up":{"method":"GET","url":"https://up.example.org"}}""";

  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound = new Outbound(OutboundConfig.DEFAULT, timeBox);
  private final WebhookKind kind = new WebhookKind(outbound);

  @AfterEach
  void close() {
    outbound.close();
    timeBox.close();
  }

  @Test
  void server_method_body_and_names_of_headers_are_shown() {
    assertThat(kind.masked(STORED))
        .isEqualTo(
            """
            {"down":{"method":"POST","url":"https://hooks.example.org/********",\
            "headers":{"Authorization":"********"},"body":"$JSON"},\
            "up":{"method":"GET","url":"https://up.example.org"}}""");
  }

  @Test
  void what_is_left_masked_stays_and_the_rest_changes() {
    String entered = kind.masked(STORED).replace("$JSON", "$NAME").replace("POST", "PUT");
    assertThat(kind.unmasked(entered, STORED))
        .isEqualTo(STORED.replace("$JSON", "$NAME").replace("POST", "PUT"));
    String moved = kind.masked(STORED).replace("org/********", "org/elsewhere");
    assertThat(kind.unmasked(moved, STORED)).contains("Bearer s3cret", "org/elsewhere");
  }

  @Test
  void a_secret_does_not_follow_to_another_server() {
    for (String server :
        new String[] {
          "https://evil.example",
          "http://hooks.example.org",
          "https://hooks.example.org:8443",
          "https://hooks.example.org@evil.example"
        }) {
      String entered =
          kind.masked(STORED).replace("https://hooks.example.org/********", server + "/x");
      String settings = kind.unmasked(entered, STORED);
      assertThat(settings).as(server).doesNotContain("s3cret");
      assertThat(kind.problems(settings))
          .contains("down.headers.Authorization: enter it again, ******** is what hides it");
    }
    String hidden = kind.masked(STORED).replace("hooks.example.org", "evil.example");
    assertThat(kind.unmasked(hidden, STORED)).doesNotContain("s3cret");
    assertThat(kind.problems(kind.unmasked(hidden, STORED)))
        .contains("down.url: enter it again, ******** is what hides it");
  }
}
