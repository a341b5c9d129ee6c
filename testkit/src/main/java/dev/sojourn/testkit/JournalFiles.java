package dev.sojourn.testkit;

import dev.sojourn.core.replay.Entry;
import dev.sojourn.core.replay.Journal;
import dev.sojourn.core.replay.JournalCodec;
import dev.sojourn.core.replay.Json;
import dev.sojourn.core.replay.Segment;
import dev.sojourn.dsl.ContactView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The four files of a recorded journal; see {@link RecordedJournals} for their format. */
final class JournalFiles {
  private static final String SCRIPT = ".groovy";
  private static final String LABELS = ".labels";
  private static final String JOURNAL = ".journal";
  private static final String RUN = ".run";

  private JournalFiles() {}

  /**
   * A journal that was recorded.
   *
   * @param name its name in the directory
   * @param journeyId the id of its journey
   * @param source the script that wrote it
   * @param journal its committed segments
   * @param segment what a replay knows of the run; a contact of whom nothing is known but its id
   * @param status how the run stood
   */
  record Saved(
      String name,
      String journeyId,
      String source,
      Journal journal,
      Segment segment,
      String status) {}

  /** The names of the journals in a directory, sorted. */
  static List<String> names(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(JOURNAL))
          .map(file -> file.substring(0, file.length() - JOURNAL.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path directory, String name, Run run) {
    var labels = run.script().definition().labels();
    var lines = new ArrayList<String>();
    for (List<Entry> segment : Recorded.segments(run.journal())) {
      lines.add(JournalCodec.FORMAT + " " + JournalCodec.encode(segment, labels));
    }
    var about = new LinkedHashMap<String, @Nullable Object>();
    about.put("journey", run.script().definition().id());
    about.put("status", run.status());
    about.put("generation", run.journal().generation());
    about.put("key", run.key());
    about.put("contact", run.person().view().getId());
    about.put("event", run.trigger().name());
    about.put("eventId", run.trigger().id());
    about.put("occurredAt", run.trigger().occurredAt());
    about.put("properties", run.trigger().scalars());
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve(name + JOURNAL))) {
        throw new IllegalStateException(
            "the journal '"
                + name
                + "' exists in '"
                + directory
                + "'; a recorded journal is never changed, choose another name");
      }
      Files.writeString(directory.resolve(name + SCRIPT), run.script().source());
      Files.write(directory.resolve(name + LABELS), labels);
      Files.write(directory.resolve(name + JOURNAL), lines);
      Files.writeString(directory.resolve(name + RUN), Json.write(about) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Saved read(Path directory, String name) {
    try {
      var labels = Files.readAllLines(directory.resolve(name + LABELS));
      var segments = new ArrayList<List<Entry>>();
      for (var line : Files.readAllLines(directory.resolve(name + JOURNAL))) {
        var space = line.indexOf(' ');
        var format = Integer.parseInt(line.substring(0, space));
        segments.add(JournalCodec.decode(format, line.substring(space + 1), labels));
      }
      var about = new About(Files.readString(directory.resolve(name + RUN)));
      return new Saved(
          name,
          about.text("journey"),
          Files.readString(directory.resolve(name + SCRIPT)),
          Journal.of((int) about.number("generation"), about.number("eventId"), segments),
          about.segment(),
          about.text("status"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file about the run itself. */
  private static final class About {
    private final Map<?, ?> fields;

    About(String json) {
      fields = map(Json.read(json));
    }

    String text(String name) {
      return String.valueOf(fields.get(name));
    }

    long number(String name) {
      return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    Segment segment() {
      var occurredAt = Instant.parse(text("occurredAt"));
      var trigger = new Run.Trigger(text("event"), occurredAt, map(fields.get("properties")));
      var contact = new Unknown(text("contact"));
      return new Segment(occurredAt, 0, contact, trigger, "run-1", text("key"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
      return value instanceof Map<?, ?> map ? map : Map.of();
    }
  }

  /** A contact of whom nothing is known but its id; a replay reads what the journal holds. */
  private record Unknown(String id) implements ContactView {
    @Override
    public String getId() {
      return id;
    }

    @Override
    public @Nullable String getEmail() {
      return null;
    }

    @Override
    public @Nullable Object get(String name) {
      return null;
    }
  }
}
