package dev.sojourn.runtime.source;

import dev.sojourn.core.replay.Json;
import dev.sojourn.core.source.Hook;
import dev.sojourn.core.source.Proving;
import dev.sojourn.core.source.Reading;
import dev.sojourn.dsl.provider.FileFailed;
import dev.sojourn.dsl.source.Proof;
import dev.sojourn.dsl.source.SourceEvent;
import dev.sojourn.dsl.source.SourceFile;
import dev.sojourn.runtime.bundle.ActiveSet;
import dev.sojourn.runtime.bundle.Bundle;
import dev.sojourn.runtime.config.SourceConfig;
import dev.sojourn.runtime.event.Source;
import dev.sojourn.runtime.ingest.Ingest;
import dev.sojourn.runtime.ingest.NewEventReader;
import dev.sojourn.runtime.ingest.Sender;
import dev.sojourn.runtime.thread.TimedThreads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Takes webhooks in. What a file says runs on threads of its own. */
public final class Sources {
  private static final Logger log = LoggerFactory.getLogger(Sources.class);

  private final TimedThreads threads;
  private final Bundle bundle;
  private final Ingest ingest;
  private final InstantSource clock;
  private final SourceConfig config;
  private final Proving proving;
  private final NewEventReader reader;
  private final Map<String, SourceFile> presets;

  private Sources(
      TimedThreads threads,
      Bundle bundle,
      Ingest ingest,
      NewEventReader reader,
      InstantSource clock,
      SourceConfig config,
      Map<String, SourceFile> presets) {
    this.threads = threads;
    this.bundle = bundle;
    this.ingest = ingest;
    this.clock = clock;
    this.config = config;
    this.proving = new Proving(config::secret, config.trusting());
    this.reader = reader;
    this.presets = presets;
  }

  /** The sources of a bundle and those that are built in, which are compiled first. */
  public static Future<Sources> open(
      Vertx vertx,
      Bundle bundle,
      Ingest ingest,
      NewEventReader reader,
      InstantSource clock,
      SourceConfig config) {
    return vertx
        .executeBlocking(() -> Presets.of(config), false)
        .map(
            presets ->
                new Sources(
                    TimedThreads.ofFiles(vertx, "sojourn-sources"),
                    bundle,
                    ingest,
                    reader,
                    clock,
                    config,
                    presets))
        .onSuccess(Sources::watch);
  }

  /**
   * Takes a webhook in. Fails as {@link Ingest#accept} does when the event that it is cannot be
   * stored.
   */
  public Future<Taken> take(String id, Hook hook) {
    var source = find(id);
    if (source == null) {
      return Future.succeededFuture(new Taken.Unknown());
    }
    if (!proving.isProved(source.proofs(), hook, clock.instant())) {
      return Future.succeededFuture(new Taken.Unproved());
    }
    return threads
        .run("source '" + id + "'", () -> made(source, hook))
        .recover(Sources::broken)
        .compose(this::stored);
  }

  private @Nullable SourceFile find(String id) {
    var own = bundle.active().files().sources().get(id);
    return own == null ? presets.get(id) : own.file();
  }

  /** What a webhook was made, before it is stored: an event, or what it is instead. */
  private sealed interface Made {
    /** An event, as the body of {@code POST /v1/events}. */
    record Event(String name, String body) implements Made {}

    /** None. */
    record Nothing(Taken why) implements Made {}
  }

  private static Made made(SourceFile source, Hook hook) {
    var reading = Reading.of(hook.getText(), source.expected());
    if (reading instanceof Reading.Unfit unfit) {
      return new Made.Nothing(new Taken.Unfit(unfit.details()));
    }
    var event = source.event(((Reading.Fit) reading).payload(), hook);
    return event == null
        ? new Made.Nothing(new Taken.Skipped())
        : new Made.Event(event.name(), body(event));
  }

  private static Future<Made> broken(Throwable failed) {
    if (failed instanceof FileFailed || failed instanceof IllegalArgumentException) {
      log.warn("a webhook was not taken in: {}", failed.getMessage());
      return Future.succeededFuture(
          new Made.Nothing(new Taken.Broken(String.valueOf(failed.getMessage()))));
    }
    return Future.failedFuture(failed);
  }

  private static String body(SourceEvent event) {
    var fields = new LinkedHashMap<String, @Nullable Object>(event.fields());
    fields.put("name", event.name());
    return Json.write(fields);
  }

  private Future<Taken> stored(Made made) {
    if (made instanceof Made.Event event) {
      return ingest
          .accept(
              reader.read(
                  event.body().getBytes(StandardCharsets.UTF_8),
                  new Sender(0, Source.WEBHOOK, true, null)))
          .map(receipt -> new Taken.Stored(event.name(), receipt));
    }
    return Future.succeededFuture(((Made.Nothing) made).why());
  }

  /** Says once of each set which sources refuse everything, since their secret is not set. */
  private void watch() {
    bundle.onChange(this::check);
    check(bundle.active());
  }

  private void check(ActiveSet set) {
    set.files()
        .sources()
        .forEach(
            (id, source) -> {
              var proofs = source.file().proofs();
              if (proofs.stream().noneMatch(one -> config.secret(one.secret()).isPresent())) {
                log.atLevel(config.trusting() ? Level.INFO : Level.WARN)
                    .log(
                        "source '{}' proves nobody until one of {} is set",
                        id,
                        proofs.stream().map(Proof::secret).distinct().toList());
              }
            });
  }
}
