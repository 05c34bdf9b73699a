package dev.tocsin.dashboard.oidc;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls to the provider: no redirects, one time-out for each whole call, answers of bounded size.
 */
final class Calls implements ResourceRetriever, AutoCloseable {

  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound;

  Calls(OutboundConfig config) {
    this.outbound = new Outbound(config, timeBox);
  }

  /** What is at an address. */
  Answer get(URI uri, Optional<String> bearer) throws ProviderException {
    List<Call.Header> headers = new ArrayList<>();
    headers.add(new Call.Header("Accept", "application/json"));
    bearer.ifPresent(token -> headers.add(new Call.Header("Authorization", "Bearer " + token)));
    return ok(send(new Call("GET", uri, headers, new byte[0])));
  }

  /** A request that the library has written; its answer, whatever the status. */
  Answer post(HTTPRequest request) throws ProviderException {
    List<Call.Header> headers = new ArrayList<>();
    request
        .getHeaderMap()
        .forEach((name, values) -> headers.add(new Call.Header(name, String.join(",", values))));
    headers.add(new Call.Header("Accept", "application/json"));
    byte[] body = String.valueOf(request.getBody()).getBytes(StandardCharsets.UTF_8);
    return send(new Call("POST", request.getURI(), headers, body));
  }

  private static Answer ok(Answer answer) throws ProviderException {
    if (answer.status() != 200) {
      throw ProviderException.away("answered " + answer.status());
    }
    return answer;
  }

  private Answer send(Call call) throws ProviderException {
    if (!OidcConfig.isSafe(call.uri())) {
      throw ProviderException.away("not an https address: " + call.uri());
    }
    AtomicReference<Answer> answer = new AtomicReference<>();
    Verdict verdict =
        outbound.send(
            call,
            got -> {
              answer.set(got);
              return got.verdict();
            });
    Answer got = answer.get();
    if (got == null) {
      throw ProviderException.away(verdict.detail());
    }
    return got;
  }

  /** For the library, which reads keys through this. */
  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      return new Resource(
          get(URI.create(url.toString()), Optional.empty()).text(), "application/json");
    } catch (ProviderException e) {
      throw new IOException(e.why(), e);
    }
  }

  @Override
  public void close() {
    outbound.close();
    timeBox.close();
  }
}
