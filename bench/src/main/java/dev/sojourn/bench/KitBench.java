package dev.sojourn.bench;

import dev.sojourn.testkit.JourneyTest;
import java.time.Duration;

/** H7: how fast the kit plays a journey. */
final class KitBench {
  private static final int CONTACTS = 1_000;
  private static final int DAYS = 365;

  private final Stage stage;

  KitBench(Stage stage) {
    this.stage = stage;
  }

  /** A year of one journey, a mail in every week, for a thousand contacts. */
  Figures year() {
    play(CONTACTS);
    long begin = System.nanoTime();
    int mails = play(CONTACTS);
    double took = (System.nanoTime() - begin) / 1e9;
    return new Figures("h7")
        .with("journey_days_per_s", CONTACTS * DAYS / took)
        .with("took_s", took)
        .with("mails", (long) mails);
  }

  private int play(int contacts) {
    JourneyTest test = JourneyTest.of(stage.bundle(), "year");
    for (int i = 0; i < contacts; i++) {
      test.contact("reader-" + i + "@example.com").arrives("bench.year");
    }
    return test.timePasses(Duration.ofDays(DAYS)).mails().size();
  }
}
