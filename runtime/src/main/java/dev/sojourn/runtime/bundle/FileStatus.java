package dev.sojourn.runtime.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one file of the bundle stands.
 *
 * @param path below the bundle's directory
 * @param kind what it is
 * @param id the journey's id or the template's key
 * @param version the twelve digits of the version in force; null when none is
 * @param status how it stands
 * @param error what is wrong, one line for each thing; null unless failed
 * @param warnings what is doubtful about the file, one line each; none unless this process reads
 *     the directory
 * @param loadedAt since when this process has had the version in force; null when none is
 */
public record FileStatus(
    String path,
    Kind kind,
    String id,
    @Nullable String version,
    Status status,
    @Nullable String error,
    List<String> warnings,
    @Nullable Instant loadedAt) {
  public FileStatus {
    warnings = List.copyOf(warnings);
  }

  /** The ways to stand. */
  public enum Status {
    /** In force as it is in the file. */
    LOADED,
    /** Wrong; the version before it, if any, stays in force. */
    FAILED,
    /** Gone; it takes nothing new, live enrolments go on. */
    REMOVED;

    /** The spelling for people and programs: {@code loaded}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
