package dev.sojourn.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Mails per second through the whole pipeline, over SMTP and over HTTP, beside the sink's limit.
 */
final class EmailBench {
  private static final String LEFT =
      "select count(*) from (select from sends where status in ('queued', 'rendered') limit 1) one";
  private static final String MISSING_OF_100 =
      "select 100 - count(*) from (select from sends where status = 'sent' limit 100) hundred";

  /** The compiler has come to rest after so many. */
  private static final int WARM_UP = 120_000;

  private static final int MAILS = 60_000;
  private static final int LIMIT_MAILS = 60_000;
  private static final int FEW = 1_000;
  private static final int MANY = 1_000_000;
  private static final int SLOWLY = 50;

  private final Stage stage;

  EmailBench(Stage stage) {
    this.stage = stage;
  }

  /** Both ways, and the memory that a million queued mails take. */
  Figures sends() throws Exception {
    int smtp = freePort();
    int http = freePort();
    Process sink = sink(smtp, http);
    try (BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      Seeds seeds = new Seeds(database);
      double overSmtp =
          perSecond(
              database,
              seeds,
              Map.of("EMAIL_PROVIDER", "smtp", "SMTP_URL", "smtp://127.0.0.1:" + smtp));
      double smtpLimit = limit("smtp", smtp, 16);
      double overHttp =
          perSecond(
              database,
              seeds,
              Map.of(
                  "EMAIL_PROVIDER",
                  "resend",
                  "RESEND_API_KEY",
                  "re_bench",
                  "RESEND_API_URL",
                  "http://127.0.0.1:" + http));
      double httpLimit = limit("http", http, 64);
      return new Figures("email")
          .with("smtp_per_s", overSmtp)
          .with("smtp_limit_per_s", smtpLimit)
          .with("smtp_ratio", overSmtp / smtpLimit)
          .with("http_per_s", overHttp)
          .with("http_limit_per_s", httpLimit)
          .with("http_ratio", overHttp / httpLimit)
          .with("queued_1k_mib", heap(database, seeds, FEW))
          .with("queued_1m_mib", heap(database, seeds, MANY));
    } finally {
      sink.destroyForcibly();
    }
  }

  private double perSecond(BenchDatabase database, Seeds seeds, Map<String, String> provider)
      throws Exception {
    try (Service service = stage.service(provider)) {
      service.post(
          "{\"name\":\"bench.mail\",\"userId\":\"first\",\"email\":\"first@example.com\"}");
      database.await(LEFT, 0, 50);
      run(database, seeds, WARM_UP);
      return MAILS / (run(database, seeds, MAILS) / 1e9);
    }
  }

  /** What the service holds in memory while it sends, slowly, of so many queued mails. */
  private double heap(BenchDatabase database, Seeds seeds, int count) throws Exception {
    database.run("delete from sends");
    seeds.queuedSends(count);
    try (Service service = stage.service(Map.of("EMAIL_RATE", String.valueOf(SLOWLY)))) {
      database.await(MISSING_OF_100, 0, 200);
      return service.liveHeapMib();
    }
  }

  private static long run(BenchDatabase database, Seeds seeds, int count) throws Exception {
    seeds.queuedSends(count);
    long begin = System.nanoTime();
    database.run("notify sojourn_sends");
    return database.await(LEFT, 0, 50) - begin;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Process sink(int smtp, int http) throws IOException {
    List<String> command = new ArrayList<>(Service.java());
    command.addAll(List.of(MailSink.class.getName(), String.valueOf(smtp), String.valueOf(http)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    if (process.getInputStream().readNBytes(5).length < 5) {
      throw new IOException("the mail sink did not start");
    }
    return process;
  }

  private static double limit(String way, int port, int width) throws Exception {
    List<String> command = new ArrayList<>(Service.java());
    command.addAll(
        List.of(
            MailLimit.class.getName(),
            way,
            String.valueOf(port),
            String.valueOf(width),
            String.valueOf(LIMIT_MAILS)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Double.parseDouble(said.strip());
  }
}
