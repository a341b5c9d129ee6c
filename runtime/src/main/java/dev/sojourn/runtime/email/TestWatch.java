package dev.sojourn.runtime.email;

import dev.sojourn.core.verdict.TestMode;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The test mode of now: as it is set or, where that is left to the provider, on while the provider
 * says that the sender's domain is not verified. What it said is believed for a while; what it
 * cannot say keeps no mail back. Belongs to the mailer's context.
 */
final class TestWatch {
  private static final Logger log = LoggerFactory.getLogger(TestWatch.class);

  /** A domain that is verified seldom is no more; one that is not may be any minute (C §5.9). */
  private static final Duration VERIFIED_FOR = Duration.ofMinutes(10);

  private static final Duration UNVERIFIED_FOR = Duration.ofSeconds(60);

  private final Provider provider;
  private final InstantSource clock;
  private final TestMode set;
  private final @Nullable String domain;
  private boolean active;
  private Instant believedUntil = Instant.MIN;
  private @Nullable Future<TestMode> asking;

  TestWatch(Provider provider, InstantSource clock, EmailSettings settings) {
    this.provider = provider;
    this.clock = clock;
    this.set = settings.test();
    this.domain = settings.domain();
    this.active = set.active();
  }

  /** Never fails. */
  Future<TestMode> now() {
    if (domain == null || clock.instant().isBefore(believedUntil)) {
      return Future.succeededFuture(mode());
    }
    var already = asking;
    if (already != null) {
      return already;
    }
    var asked = provider.verified(domain).map(this::told).otherwise(this::untold);
    asking = asked.isComplete() ? null : asked;
    return asked;
  }

  private TestMode told(Optional<Boolean> verified) {
    var isUnverified = !verified.orElse(true);
    if (isUnverified != active) {
      say(isUnverified);
    }
    return believed(isUnverified, isUnverified ? UNVERIFIED_FOR : VERIFIED_FOR);
  }

  private TestMode untold(Throwable failure) {
    log.warn("whether '{}' is verified is not known: {}", domain, failure.getMessage());
    return believed(false, UNVERIFIED_FOR);
  }

  private TestMode believed(boolean isUnverified, Duration time) {
    asking = null;
    active = isUnverified;
    believedUntil = clock.instant().plus(time);
    return mode();
  }

  private void say(boolean isUnverified) {
    if (!isUnverified) {
      log.info("'{}' is verified at {}: mails go to whom they are for", domain, provider.id());
    } else if (set.target() == null) {
      log.warn(
          "'{}' is not verified at {}: no mail goes out; verify it, or set SOJOURN_TEST_EMAIL",
          domain,
          provider.id());
    } else {
      log.warn(
          "'{}' is not verified at {}: all mails go to {}", domain, provider.id(), set.target());
    }
  }

  /** Where the domain is verified its sender stays, also while the mode is set. */
  private TestMode mode() {
    return domain == null
        ? set
        : new TestMode(active, set.target(), provider.testSender().orElse(null));
  }
}
