package dev.tocsin.alerter;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The other side of a channel: keeps what arrives, and answers as the test wants. */
public final class Receiver {

  public static final Verdict OK = new Verdict.Delivered("ok");
  public static final Verdict LATER = new Verdict.TryAgain("busy", Optional.empty());
  public static final Verdict NEVER = new Verdict.GiveUp("gone");

  /** Every alert that was tried, in order. */
  public final List<Alert> tried = new CopyOnWriteArrayList<>();

  /** Every alert that was taken. */
  public final List<Alert> taken = new CopyOnWriteArrayList<>();

  /** Attempts at this moment. */
  public final AtomicInteger busy = new AtomicInteger();

  public volatile Function<Alert, Verdict> answer = alert -> OK;

  Verdict deliver(Alert alert) {
    busy.incrementAndGet();
    try {
      tried.add(alert);
      Verdict verdict = answer.apply(alert);
      if (verdict instanceof Verdict.Delivered) {
        taken.add(alert);
      }
      return verdict;
    } finally {
      busy.decrementAndGet();
    }
  }

  /** What was taken, as {@code title status}, messages apart by {@code |}. */
  public String told() {
    return told(taken);
  }

  public static String told(List<Alert> alerts) {
    return String.join(" | ", alerts.stream().map(Receiver::words).toList());
  }

  private static String words(Alert alert) {
    return String.join(
        ", ", alert.news().stream().map(news -> news.title() + " " + news.status()).toList());
  }

  /** All receivers of a test, and the two kinds of channel that lead to them. */
  public static final class All {
    private final Map<String, Receiver> receivers = new ConcurrentHashMap<>();

    public Receiver of(String name) {
      return receivers.computeIfAbsent(name, it -> new Receiver());
    }

    /**
     * {@code single} tells of one check per message, {@code group} of many, {@code paced} slowly.
     */
    public Optional<ChannelKind> kind(String code) {
      return code.equals("single") || code.equals("group") || code.equals("paced")
          ? Optional.of(new Kind(code, this))
          : Optional.empty();
    }
  }

  private record Kind(String code, All all) implements ChannelKind {
    @Override
    public Pace pace() {
      return code.equals("paced") ? new Pace(2, Duration.ofHours(1)) : Pace.NONE;
    }

    @Override
    public String title() {
      return code;
    }

    @Override
    public List<String> problems(String json) {
      return json.equals("bad") ? List.of("settings: make them good") : List.of();
    }

    @Override
    public String masked(String json) {
      return MASK;
    }

    @Override
    public String unmasked(String entered, String stored) {
      return entered;
    }

    @Override
    public String summary(String json) {
      return json;
    }

    @Override
    public Channel open(String json) {
      if (json.equals("bug")) {
        throw new UnsupportedOperationException("a bug of ours");
      }
      if (!problems(json).isEmpty()) {
        throw new IllegalArgumentException("bad settings");
      }
      Receiver receiver = all.of(json);
      return new Channel() {
        @Override
        public Verdict deliver(Alert alert) {
          return receiver.deliver(alert);
        }

        @Override
        public boolean groups() {
          return code.equals("group");
        }
      };
    }
  }
}
