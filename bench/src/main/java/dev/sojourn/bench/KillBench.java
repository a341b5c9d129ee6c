package dev.sojourn.bench;

import dev.sojourn.runtime.config.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * H8: a service that keeps its own PostgreSQL is killed again and again, it, its server or both,
 * while people enter, sleep, answer and get mails; then everything is counted.
 */
final class KillBench {
  private static final int CYCLES = Integer.getInteger("cycles", 500);
  private static final long SEED = Long.getLong("seed", 20261128L);
  private static final int PEOPLE_EACH = 20;
  private static final int MAILS_EACH = 3;
  private static final int EVENTS_EACH = 2;
  private static final int LONGEST_LIFE_MS = 1_500;
  private static final int CLIENTS = 8;
  private static final long PATIENCE_S = 180;

  private static final String STORED =
      """
      select count(*) from events e join names n on n.id = e.name
      where n.name in ('bench.cycled', 'bench.answered')
      """;
  private static final String KEYS = "select count(distinct event_id) from event_keys";
  private static final String COMPLETED =
      """
      select count(distinct e.contact_id) from enrolments e join names n on n.id = e.journey
      where n.name = 'journey:cycled' and e.status = 'completed'
      """;
  private static final String ENROLMENTS = "select count(*) from all_enrolments";

  private final Stage stage;
  private final Random random = new Random(SEED);
  private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicInteger people = new AtomicInteger();
  private volatile int port;

  KillBench(Stage stage) {
    this.stage = stage;
  }

  /** The killings, and what was lost and doubled by them. */
  Figures cycles() throws Exception {
    long begin = System.nanoTime();
    try (MailBook book = MailBook.open(this::answer)) {
      Service service = start(book);
      service.ready();
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        for (int i = 0; i < PEOPLE_EACH; i++) {
          post("bench.cycled", "p" + people.incrementAndGet());
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MS));
        service = killed(service, book);
      }
      service.ready();
      awaitAll(book);
      Figures figures = counted(book);
      service.close();
      return figures.with("took_s", (System.nanoTime() - begin) / 1e9);
    } finally {
      clients.shutdownNow();
    }
  }

  private Service start(MailBook book) throws IOException {
    Service service =
        Service.dev(
            stage.bundle(),
            stage.home(),
            Map.of(
                "EMAIL_PROVIDER",
                "resend",
                "RESEND_API_KEY",
                "re_bench",
                "RESEND_API_URL",
                book.url()));
    port = service.port();
    return service;
  }

  /** Kills the service, its database server, or both; a server alone comes back by itself. */
  private Service killed(Service service, MailBook book) throws Exception {
    int who = random.nextInt(3);
    if (who != 0) {
      postmaster().ifPresent(ProcessHandle::destroyForcibly);
    }
    if (who == 1) {
      return service;
    }
    service.kill();
    Service next = start(book);
    return random.nextInt(4) == 0 ? next : next.ready();
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    Path file = stage.home().resolve("postgres/data/postmaster.pid");
    return Files.exists(file)
        ? Files.readAllLines(file).stream()
            .findFirst()
            .map(String::strip)
            .map(Long::parseLong)
            .flatMap(ProcessHandle::of)
        : Optional.empty();
  }

  /** Who has the second mail answers. */
  private void answer(MailBook.Mail mail) {
    if (mail.number() == 2) {
      post("bench.answered", mail.to().substring(0, mail.to().indexOf('@')));
    }
  }

  /** Asks again until the event is taken, as a client with an idempotency key may. */
  private void post(String name, String person) {
    String body =
        "{\"name\":\"%s\",\"userId\":\"%s\",\"email\":\"%s@example.com\",\"idempotencyKey\":\"%s-%s\"}"
            .formatted(name, person, person, name, person);
    clients.execute(
        () -> {
          while (!taken(body) && !Thread.currentThread().isInterrupted()) {
            unanswered.incrementAndGet();
          }
        });
  }

  private boolean taken(String body) {
    try {
      Service.post(port, body);
      return true;
    } catch (IOException down) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      }
      return false;
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As long as mails come. */
  private void awaitAll(MailBook book) throws InterruptedException {
    int goal = people.get() * MAILS_EACH;
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    int seen = 0;
    while (book.mails() < goal && System.nanoTime() < giveUp) {
      if (book.mails() > seen) {
        seen = book.mails();
        giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    TimeUnit.SECONDS.sleep(2);
  }

  private Figures counted(MailBook book) throws Exception {
    int all = people.get();
    try (BenchDatabase database = new BenchDatabase(url())) {
      long events = (long) database.number(STORED);
      long lost =
          (long) all * MAILS_EACH
              - book.mails()
              + Math.max(0, (long) all * EVENTS_EACH - events)
              + all
              - (long) database.number(COMPLETED);
      long doubled =
          book.doubles()
              + Math.max(0, events - (long) all * EVENTS_EACH)
              + Math.abs(events - (long) database.number(KEYS))
              + (long) database.number(ENROLMENTS)
              - all;
      return new Figures("h8")
          .with("cycles", CYCLES)
          .with("people", all)
          .with("events", events)
          .with("mails", book.mails())
          .with("lost", lost)
          .with("doubled", doubled)
          .with("changed", book.changedWords())
          .with("asked_again", unanswered.get())
          .with("sent_again", book.repeats());
    }
  }

  private DatabaseUrl url() throws IOException {
    return Files.readAllLines(stage.home().resolve("dev.env")).stream()
        .filter(line -> line.startsWith("SOJOURN_DATABASE_URL="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("'", ""))
        .map(DatabaseUrl::parse)
        .findFirst()
        .orElseThrow();
  }
}
