package dev.tocsin.ops;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many files this process may have open. Each connection is one, and when none is left, the
 * journal cannot begin its next file: so connections never get all of them.
 */
public final class OpenFiles {

  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);

  /** For the journal, the database's connections, calls to providers, the jar and the JVM. */
  private static final int KEPT = 250;

  private OpenFiles() {}

  /**
   * How many connections may be taken at once, and a warning if that is fewer than wanted.
   *
   * @param wanted as the settings say
   */
  public static int connections(int wanted) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      long limit = unix.getMaxFileDescriptorCount();
      int possible = connections(wanted, limit);
      if (possible < wanted) {
        log.warn(
            "this process may have {} files open, so at most {} connections are taken, not {}"
                + " (http.max-connections): raise the limit (ulimit -n, LimitNOFILE)",
            limit,
            possible,
            wanted);
      }
      return possible;
    }
    return wanted;
  }

  static int connections(int wanted, long limit) {
    long left = Math.max(limit - KEPT, limit / 4);
    return limit <= 0 ? wanted : (int) Math.max(1, Math.min(wanted, left));
  }
}
