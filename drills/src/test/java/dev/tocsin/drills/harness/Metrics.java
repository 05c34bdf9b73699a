package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

/** What a Tocsin tells Prometheus, read once. */
public final class Metrics {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<String> lines;

  private Metrics(List<String> lines) {
    this.lines = lines;
  }

  /** Asks for all of them. */
  public static Metrics of(TocsinProcess tocsin) {
    try {
      HttpRequest request = HttpRequest.newBuilder(tocsin.site().resolve("/metrics")).build();
      return new Metrics(
          HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body().lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The sum over all labels of a name; 0 if it is not there. */
  public double sum(String name) {
    return lines(name).mapToDouble(Metrics::value).sum();
  }

  /** What is not 0 of a name, a line for each set of labels. */
  public List<String> nonZero(String name) {
    return lines(name).filter(line -> value(line) != 0).toList();
  }

  private Stream<String> lines(String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "));
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
