package dev.tocsin.drills.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, from the distribution's package of that name. */
public final class Wrk {

  /**
   * What one run said.
   *
   * @param perSecond answers per second, of any status
   * @param bad answers other than 2xx and 3xx, plus connections that failed
   * @param p99 as wrk prints it
   */
  public record Result(double perSecond, long bad, String p50, String p99) {}

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern NON_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern SOCKET =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  /** An answer that takes longer is counted among the bad ones. */
  private static final int PATIENCE_SECONDS = 10;

  private Wrk() {}

  /** Pings random checks for so many seconds. */
  public static Result run(int port, List<UUID> checks, int connections, int seconds) {
    return get(port, checks.stream().map(id -> "/ping/" + id).toList(), connections, seconds);
  }

  /** Asks for random paths of these for so many seconds. */
  public static Result get(int port, List<String> paths, int connections, int seconds) {
    return get(port, paths, Map.of(), connections, seconds);
  }

  /** The same, with these headers. */
  public static Result get(
      int port, List<String> paths, Map<String, String> headers, int connections, int seconds) {
    try {
      Path script = Files.createTempFile("wrk", ".lua");
      Files.writeString(script, lua(paths, headers));
      Process process =
          new ProcessBuilder(
                  "wrk",
                  "-t2",
                  "-c" + connections,
                  "-d" + seconds + "s",
                  "--timeout",
                  PATIENCE_SECONDS + "s",
                  "--latency",
                  "-s",
                  script.toString(),
                  "http://127.0.0.1:" + port)
              .redirectErrorStream(true)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      Files.delete(script);
      return parse(out);
    } catch (IOException e) {
      throw new UncheckedIOException("wrk is needed: install the package of that name", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String lua(List<String> paths, Map<String, String> headers) {
    StringBuilder lua = new StringBuilder();
    headers.forEach(
        (name, value) -> lua.append("wrk.headers[\"%s\"] = \"%s\"\n".formatted(name, value)));
    lua.append("local paths = {\n");
    paths.forEach(path -> lua.append('"').append(path).append("\",\n"));
    return lua.append(
            """
            }
            local requests = {}
            init = function()
              math.randomseed(os.time() + tonumber(tostring({}):sub(8)))
              for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
            end
            request = function() return requests[math.random(#requests)] end
            """)
        .toString();
  }

  private static Result parse(String out) {
    Matcher rate = RATE.matcher(out);
    if (!rate.find()) {
      throw new IllegalStateException("wrk said:\n" + out);
    }
    Matcher bad = NON_2XX.matcher(out);
    long failures = bad.find() ? Long.parseLong(bad.group(1)) : 0;
    Matcher socket = SOCKET.matcher(out);
    if (socket.find()) {
      for (int i = 1; i <= 4; i++) {
        failures += Long.parseLong(socket.group(i));
      }
    }
    return new Result(
        Double.parseDouble(rate.group(1)),
        failures,
        percentile(out, "50%"),
        percentile(out, "99%"));
  }

  private static String percentile(String out, String which) {
    Matcher matcher =
        Pattern.compile("(?m)^\\s*" + Pattern.quote(which) + "\\s+(\\S+)").matcher(out);
    return matcher.find() ? matcher.group(1) : "?";
  }
}
