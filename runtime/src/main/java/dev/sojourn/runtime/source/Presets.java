package dev.sojourn.runtime.source;

import dev.sojourn.dsl.source.SourceFile;
import dev.sojourn.runtime.config.SourceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The sources that are built in; each is a file as an operator would write it. */
final class Presets {
  private static final Map<String, SourceFile> COMPILED = new ConcurrentHashMap<>();

  private Presets() {}

  /** Those that may be used and whose secret is set, each compiled once in a process. Blocks. */
  static Map<String, SourceFile> of(SourceConfig config) {
    var presets = new HashMap<String, SourceFile>();
    for (var id : config.presets()) {
      if (config.secret(SourceConfig.SECRETS.getOrDefault(id, "")).isPresent()) {
        presets.put(id, COMPILED.computeIfAbsent(id, Presets::compiled));
      }
    }
    return Map.copyOf(presets);
  }

  private static SourceFile compiled(String id) {
    return SourceFile.compile("presets/" + id + ".groovy", id, source(id));
  }

  /** The text of one. */
  static String source(String id) {
    try (var in = Presets.class.getResourceAsStream("/presets/" + id + ".groovy")) {
      if (in == null) {
        throw new IllegalStateException("the source '" + id + "' is not built in");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
