package dev.sojourn.bench;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The service as a process of its own, the way an operator runs it. */
final class Service implements AutoCloseable {
  static final String KEY = "sk_bench-0123456789abcdefghijklmnopqrstuvwxyz";
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(30);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final int port;
  private final long execAt;

  private Service(Process process, int port, long execAt) {
    this.process = process;
    this.port = port;
    this.execAt = execAt;
  }

  /**
   * Starts the service in mode {@code all} on a free port, without waiting for it.
   *
   * @param settings more of them, or others than the bench's
   */
  static Service start(String databaseUrl, Path bundle, Path home, Map<String, String> settings)
      throws IOException {
    Map<String, String> all =
        new HashMap<>(Map.of("DATABASE_URL", databaseUrl, "EMAIL_PROVIDER", "log"));
    all.putAll(settings);
    return launch("all", bundle, home, all);
  }

  /** The same in mode {@code dev}, with a database of its own in its home. */
  static Service dev(Path bundle, Path home, Map<String, String> settings) throws IOException {
    return launch("dev", bundle, home, settings);
  }

  private static Service launch(String mode, Path bundle, Path home, Map<String, String> settings)
      throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    List<String> command = new ArrayList<>(java());
    command.add("dev.sojourn.runtime.app.Main");
    command.add(mode);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("DATABASE_URL");
    builder
        .environment()
        .putAll(
            Map.of(
                "PORT",
                String.valueOf(port),
                "SOJOURN_BUNDLE",
                bundle.toString(),
                "SOJOURN_HOME",
                home.toString(),
                "ADMIN_API_KEY",
                KEY,
                "ADMIN_RATE_LIMIT_PER_MINUTE",
                "0",
                "DATA_PLANE_RATE_LIMIT_PER_MINUTE",
                "0"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("service.log").toFile()));
    return new Service(builder.start(), port, System.nanoTime());
  }

  /** A java command on this process's own class path. */
  static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1g",
        "-XX:+UseParallelGC",
        "-cp",
        classPath());
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits until {@code /readyz} answers 200. */
  Service ready() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest probe =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
            .timeout(Duration.ofSeconds(2))
            .build();
    long giveUp = System.nanoTime() + READY_WITHIN.toNanos();
    while (System.nanoTime() < giveUp && process.isAlive()) {
      try {
        if (client.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return this;
        }
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    throw new IOException("the service did not become ready; see service.log in its home");
  }

  /** Posts one event and waits for its 202. */
  void post(String body) throws IOException, InterruptedException {
    post(port, body);
  }

  /** The same to whoever listens on a port. */
  static void post(int port, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events"))
            .timeout(ANSWERED_WITHIN)
            .header("Authorization", "Bearer " + KEY)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IOException("an event was refused: " + answer.body());
    }
  }

  int port() {
    return port;
  }

  /** {@link System#nanoTime} just after the process was started. */
  long execAt() {
    return execAt;
  }

  /** What its heap holds after a full collection, in MiB. */
  double liveHeapMib() throws IOException, InterruptedException {
    jcmd("GC.run");
    long kib =
        Pattern.compile("used (\\d+)K")
            .matcher(jcmd("GC.heap_info").replaceAll("Metaspace[\\s\\S]*", ""))
            .results()
            .mapToLong(used -> Long.parseLong(used.group(1)))
            .sum();
    return kib / 1024.0;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asked.waitFor() != 0) {
      throw new IOException(command + " was refused: " + answer);
    }
    return answer;
  }

  /** The most memory that the process had so far, as the kernel of Linux counts it. */
  long peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", process.pid() + "", "status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("the kernel does not say how much memory the service has");
  }

  /** Kills the process the hard way. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
