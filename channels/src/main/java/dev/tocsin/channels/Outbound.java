package dev.tocsin.channels;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * The one way out over HTTP: every channel that calls somebody else's server does it here.
 *
 * <p>The people who configure channels are not those who run the server, so a URL may point at what
 * only the server can reach. Names are looked up once, the addresses are checked, and the
 * connection goes to the checked address and to no other ({@link CheckedDns}), while the Host
 * header, SNI and the certificate check keep the name. Redirects are not followed, no proxy, cookie
 * or stored credential is used, answers are cut at a size, and one time-out bounds the whole call.
 * That is why this is not {@code java.net.http}: its client looks names up by itself.
 *
 * <p>What it says about a failure names the host and never more of the URL: paths and queries often
 * hold a secret.
 */
public final class Outbound implements AutoCloseable {

  private final OutboundConfig config;
  private final TimeBox timeBox;
  private final CloseableHttpClient client;

  /** The way out of this installation; it uses threads of {@code timeBox}. */
  public Outbound(OutboundConfig config, TimeBox timeBox) {
    this(config, timeBox, new CheckedDns(config.allowPrivate()));
  }

  Outbound(OutboundConfig config, TimeBox timeBox, DnsResolver checkedNames) {
    this.config = config;
    this.timeBox = timeBox;
    this.client = OutboundClient.of(config, checkedNames);
  }

  /** Sends, and judges by the status alone. */
  public Verdict send(Call call) {
    return send(call, Answer::verdict);
  }

  /** Sends, and lets the caller judge the answer; trouble on the way there is judged here. */
  public Verdict send(Call call, Function<Answer, Verdict> judge) {
    return timeBox.run(config.totalTimeout(), cut -> attempt(call, judge, cut));
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }

  private Verdict attempt(Call call, Function<Answer, Verdict> judge, TimeBox.Cut cut) {
    HttpUriRequestBase request = requestOf(call);
    cut.also(request::cancel);
    Answer answer;
    try {
      answer = read(client.executeOpen(null, request, null));
    } catch (IOException e) {
      return verdictOn(e, call.uri().getHost());
    } finally {
      // Closes the connection. Closing the answer instead would read it to its end first.
      request.cancel();
    }
    return judge.apply(answer);
  }

  private HttpUriRequestBase requestOf(Call call) {
    var request = new HttpUriRequestBase(call.method(), withoutUser(call.uri()));
    request.setHeader("Connection", "close");
    request.setHeader("User-Agent", config.userAgent());
    String user = call.uri().getUserInfo();
    if (user != null) {
      byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
      request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    if (call.body().length > 0) {
      // The type is left to the headers: a call that has a body says of what type it is.
      request.setEntity(new ByteArrayEntity(call.body(), (ContentType) null));
    }
    call.headers().forEach(header -> request.setHeader(header.name(), header.value()));
    return request;
  }

  private static URI withoutUser(URI uri) {
    String user = uri.getRawUserInfo();
    if (user == null) {
      return uri;
    }
    String all = uri.toString();
    int start = all.indexOf("//") + 2;
    return URI.create(all.substring(0, start) + all.substring(start + user.length() + 1));
  }

  private Answer read(ClassicHttpResponse response) throws IOException {
    Header header = response.getFirstHeader("Retry-After");
    Optional<Duration> retryAfter =
        header == null || header.getValue() == null
            ? Optional.empty()
            : Answer.parseRetryAfter(header.getValue(), Instant.now());
    byte[] body =
        response.getEntity() == null ? new byte[0] : bodyWithin(config.maxAnswerBytes(), response);
    return new Answer(response.getCode(), retryAfter, body);
  }

  /** The status has said what became of the message: a body that breaks off changes nothing. */
  private static byte[] bodyWithin(int limit, ClassicHttpResponse response) {
    try {
      return response.getEntity().getContent().readNBytes(limit);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private Verdict verdictOn(IOException trouble, String host) {
    if (trouble instanceof CheckedDns.Refused) {
      return new Verdict.GiveUp(
          host + " is not on the public internet, and private addresses are not allowed here");
    }
    return new Verdict.TryAgain(host + ": " + words(trouble), Optional.empty());
  }

  private static String words(IOException trouble) {
    if (trouble instanceof UnknownHostException) {
      return "there is no such host name, or no name server answers";
    }
    if (trouble instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    if (trouble instanceof SSLException) {
      return "TLS failed: " + trouble.getMessage();
    }
    if (trouble instanceof NoHttpResponseException) {
      return "closed the connection without an answer";
    }
    if (trouble instanceof ConnectException) {
      return "connection refused";
    }
    return "connection failed (%s)"
        .formatted(trouble.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
