package dev.sojourn.bench;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A process of its own that posts events over many connections, each with one request under way,
 * and prints {@code rate p50_us p99_us ok failed}.
 */
final class LoadGenerator extends AbstractVerticle {
  /**
   * What to send and how fast.
   *
   * @param kind which events, see {@link Events}
   * @param ratePerSecond the pace over all connections; 0 sends as fast as answers come
   */
  record Load(
      String host,
      int port,
      String key,
      Events.Kind kind,
      int people,
      int connections,
      int warmUpSeconds,
      int seconds,
      int ratePerSecond) {
    static Load parse(String[] a) {
      return new Load(
          a[0],
          Integer.parseInt(a[1]),
          a[2],
          Events.Kind.valueOf(a[3]),
          Integer.parseInt(a[4]),
          Integer.parseInt(a[5]),
          Integer.parseInt(a[6]),
          Integer.parseInt(a[7]),
          Integer.parseInt(a[8]));
    }

    List<String> arguments() {
      return List.of(
          host,
          String.valueOf(port),
          key,
          kind.name(),
          String.valueOf(people),
          String.valueOf(connections),
          String.valueOf(warmUpSeconds),
          String.valueOf(seconds),
          String.valueOf(ratePerSecond));
    }
  }

  private final Load load;
  private final int share;
  private final Tally tally;

  private LoadGenerator(Load load, int share, Tally tally) {
    this.load = load;
    this.share = share;
    this.tally = tally;
  }

  /** What all connections counted between the end of the warm-up and the end of the run. */
  private static final class Tally {
    final LongAdder ok = new LongAdder();
    final LongAdder failed = new LongAdder();
    final ConcurrentHistogram latency = new ConcurrentHistogram(60_000_000_000L, 3);
    final long begin;
    final long end;

    Tally(Load load) {
      begin = System.nanoTime() + load.warmUpSeconds() * 1_000_000_000L;
      end = begin + load.seconds() * 1_000_000_000L;
    }

    void answered(long startedAt, boolean good) {
      long now = System.nanoTime();
      if (now < begin || now > end) {
        return;
      }
      (good ? ok : failed).increment();
      latency.recordValue(Math.max(1, now - startedAt));
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    Load load = Load.parse(arguments);
    Tally tally = new Tally(load);
    int loops = Math.min(2, load.connections());
    Vertx vertx = Vertx.builder().build();
    CountDownLatch done = new CountDownLatch(1);
    vertx
        .deployVerticle(
            () -> new LoadGenerator(load, load.connections() / loops, tally),
            new DeploymentOptions().setInstances(loops))
        .onFailure(
            failure -> {
              System.err.println("load generator: " + failure);
              done.countDown();
            });
    vertx.setTimer(
        Math.max(1, (tally.end - System.nanoTime()) / 1_000_000 + 300), any -> done.countDown());
    done.await();
    print(System.out, load, tally);
    vertx.close();
    System.exit(0);
  }

  private static void print(PrintStream out, Load load, Tally tally) {
    out.printf(
        "%.0f %.0f %.0f %d %d%n",
        tally.ok.sum() * load.kind().events() / (double) load.seconds(),
        tally.latency.getValueAtPercentile(50) / 1000.0,
        tally.latency.getValueAtPercentile(99) / 1000.0,
        tally.ok.sum() * load.kind().events(),
        tally.failed.sum());
    out.flush();
  }

  @Override
  public void start(Promise<Void> started) {
    var client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    List<Future<Void>> opened = new ArrayList<>();
    Events events = new Events(load);
    for (int i = 0; i < share; i++) {
      opened.add(
          client
              .connect(load.port(), load.host())
              .map(
                  socket -> {
                    new Connection(socket, events).open();
                    return null;
                  }));
    }
    Future.all(opened).<Void>mapEmpty().onComplete(started);
  }

  /** One connection with one request under way. */
  private final class Connection {
    private final NetSocket socket;
    private final Events events;
    private final long period;
    private Buffer received = Buffer.buffer();
    private long startedAt;
    private long planned;

    Connection(NetSocket socket, Events events) {
      this.socket = socket;
      this.events = events;
      this.period =
          load.ratePerSecond() == 0
              ? 0
              : 1_000_000_000L * load.connections() / load.ratePerSecond();
    }

    void open() {
      socket.handler(this::receive);
      planned = System.nanoTime() + (period == 0 ? 0 : Math.floorMod(hashCode(), period));
      next();
    }

    private void next() {
      if (System.nanoTime() > tally.end) {
        socket.close();
        return;
      }
      long wait = period == 0 ? 0 : (planned - System.nanoTime()) / 1_000_000;
      if (wait > 0) {
        vertx.setTimer(wait, any -> send());
      } else {
        send();
      }
    }

    private void send() {
      startedAt = period == 0 ? System.nanoTime() : planned;
      planned += period;
      socket.write(events.next());
    }

    private void receive(Buffer bytes) {
      received = received.length() == 0 ? bytes : received.appendBuffer(bytes);
      int length = Answer.length(received);
      if (length < 0 || received.length() < length) {
        return;
      }
      tally.answered(startedAt, received.getByte(9) == '2');
      received = Buffer.buffer();
      next();
    }
  }

  /** The framing of an HTTP/1.1 answer with a content length. */
  private static final class Answer {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    /** The length of head and body, or -1 while the head is incomplete. */
    static int length(Buffer buffer) {
      int size = buffer.length();
      int body = 0;
      for (int i = 0; i + 3 < size; i++) {
        if (buffer.getByte(i) == '\r' && buffer.getByte(i + 2) == '\r') {
          return i + 4 + body;
        }
        if (buffer.getByte(i) == '\n' && startsWith(buffer, i + 1)) {
          body = number(buffer, i + 1 + LENGTH.length);
        }
      }
      return -1;
    }

    private static boolean startsWith(Buffer buffer, int at) {
      if (at + LENGTH.length > buffer.length()) {
        return false;
      }
      for (int i = 0; i < LENGTH.length; i++) {
        if ((buffer.getByte(at + i) | 0x20) != (LENGTH[i] | 0x20)) {
          return false;
        }
      }
      return true;
    }

    private static int number(Buffer buffer, int at) {
      int n = 0;
      for (int i = at; i < buffer.length() && buffer.getByte(i) != '\r'; i++) {
        int digit = buffer.getByte(i) - '0';
        if (digit >= 0 && digit <= 9) {
          n = n * 10 + digit;
        }
      }
      return n;
    }
  }
}
