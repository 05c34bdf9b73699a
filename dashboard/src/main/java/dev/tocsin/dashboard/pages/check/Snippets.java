package dev.tocsin.dashboard.pages.check;

import java.util.List;

/** Ways to ping a check, ready to copy. */
public final class Snippets {

  private Snippets() {}

  /**
   * One way.
   *
   * @param id names its tab
   */
  public record Snippet(String id, String title, String code) {}

  static List<Snippet> of(String url) {
    return List.of(
        bash(url),
        cron(url),
        systemd(url),
        powershell(url),
        python(url),
        java(url),
        node(url),
        go(url),
        docker(url),
        kubernetes(url),
        ansible(url),
        actions(url));
  }

  private static Snippet bash(String url) {
    return new Snippet(
        "bash",
        "Bash",
        """
        #!/bin/bash
        # Tells how it ended and how long it took; never fails because of us.
        url=%s
        curl -fsS -m 10 --retry 5 -o /dev/null "$url/start"
        ./your-job.sh
        curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null "$url/$?"
        """
            .formatted(url));
  }

  private static Snippet cron(String url) {
    return new Snippet(
        "cron",
        "Cron",
        """
        # crontab -e
        0 4 * * * /usr/local/bin/your-job.sh && curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null %s
        """
            .formatted(url));
  }

  private static Snippet systemd(String url) {
    return new Snippet(
        "systemd",
        "systemd",
        """
        # your-job.service
        [Service]
        Type=oneshot
        ExecStart=/usr/local/bin/your-job.sh
        ExecStartPre=-/usr/bin/curl -fsS -m 10 --retry 5 -o /dev/null %1$s/start
        ExecStopPost=-/usr/bin/sh -c 'curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null %1$s/$EXIT_STATUS'
        """
            .formatted(url));
  }

  private static Snippet powershell(String url) {
    return new Snippet(
        "powershell",
        "PowerShell",
        """
        & C:\\jobs\\your-job.ps1
        $ping = "%s/$LASTEXITCODE"
        foreach ($pause in 1, 2, 4, 8, 16, 0) {
          try { Invoke-RestMethod -Uri $ping -TimeoutSec 10 | Out-Null; break }
          catch { Start-Sleep -Seconds $pause }
        }
        """
            .formatted(url));
  }

  private static Snippet python(String url) {
    return new Snippet(
        "python",
        "Python",
        """
        import time
        import urllib.request

        def ping(what=""):
            for pause in (1, 2, 4, 8, 16, 0):
                try:
                    urllib.request.urlopen("%s" + what, timeout=10)
                    return
                except OSError as e:
                    print("ping failed:", e)
                    time.sleep(pause)

        ping("/start")
        try:
            your_job()
            ping()
        except Exception:
            ping("/fail")
            raise
        """
            .formatted(url));
  }

  private static Snippet java(String url) {
    return new Snippet(
        "java",
        "Java",
        """
        var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
        var ping = HttpRequest.newBuilder(URI.create("%s"))
            .timeout(Duration.ofSeconds(10)).build();
        for (int pause = 1; pause <= 16; pause *= 2) {
          try {
            if (http.send(ping, BodyHandlers.discarding()).statusCode() < 300) {
              break;
            }
          } catch (IOException e) {
            System.err.println("ping failed: " + e);
          }
          Thread.sleep(pause * 1000L);
        }
        """
            .formatted(url));
  }

  private static Snippet node(String url) {
    return new Snippet(
        "node",
        "Node.js",
        """
        for (const pause of [1, 2, 4, 8, 16, 0]) {
          try {
            const answer = await fetch("%s", { signal: AbortSignal.timeout(10_000) });
            if (answer.ok) break;
          } catch (e) {
            console.error("ping failed:", e);
          }
          await new Promise((again) => setTimeout(again, pause * 1000));
        }
        """
            .formatted(url));
  }

  private static Snippet go(String url) {
    return new Snippet(
        "go",
        "Go",
        """
        client := &http.Client{Timeout: 10 * time.Second}
        for pause := time.Second; pause <= 16*time.Second; pause *= 2 {
            resp, err := client.Head("%s")
            if err == nil {
                resp.Body.Close()
                if resp.StatusCode < 300 {
                    break
                }
            }
            log.Printf("ping failed: %%v", err)
            time.Sleep(pause)
        }
        """
            .formatted(url));
  }

  private static Snippet docker(String url) {
    return new Snippet(
        "docker",
        "Docker",
        """
        docker run --rm your-image your-job; \\
        docker run --rm curlimages/curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null %s/$?
        """
            .formatted(url));
  }

  private static Snippet kubernetes(String url) {
    return new Snippet(
        "kubernetes",
        "Kubernetes",
        """
        # In the CronJob's pod template; the image needs a shell and curl.
        spec:
          restartPolicy: Never
          containers:
            - name: job
              image: your-image
              command: ["/bin/sh", "-c"]
              args:
                - |
                  curl -fsS -m 10 --retry 5 -o /dev/null %1$s/start
                  your-job
                  status=$?
                  curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null %1$s/$status
                  exit $status
        """
            .formatted(url));
  }

  private static Snippet ansible(String url) {
    return new Snippet(
        "ansible",
        "Ansible",
        """
        - block:
            - ansible.builtin.command: /usr/local/bin/your-job.sh
            - ansible.builtin.uri: {url: "%1$s", timeout: 10}
              register: ping
              until: ping is succeeded
              retries: 5
          rescue:
            - ansible.builtin.uri: {url: "%1$s/fail", timeout: 10}
              register: ping
              until: ping is succeeded
              retries: 5
            - ansible.builtin.fail: {msg: "the job failed"}
        """
            .formatted(url));
  }

  private static Snippet actions(String url) {
    return new Snippet(
        "actions",
        "GitHub Actions",
        """
        # Keep the URL in a secret of the repository: TOCSIN_URL = %s
        - name: Tell Tocsin how it ended
          if: always()
          env:
            URL: ${{ secrets.TOCSIN_URL }}
            STATUS: ${{ job.status }}
          run: |
            [ "$STATUS" = success ] || URL="$URL/fail"
            curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null "$URL"
        """
            .formatted(url));
  }
}
