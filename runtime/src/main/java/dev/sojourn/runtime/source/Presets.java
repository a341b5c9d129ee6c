package dev.sojourn.runtime.source;

import dev.sojourn.dsl.source.SourceFile;
import dev.sojourn.runtime.config.SourceConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The sources that are built in; each is a file as an operator would write it. */
final class Presets {
  private Presets() {}

  /** Those that may be used and whose secret is set, compiled. Blocks. */
  static Map<String, SourceFile> of(SourceConfig config) {
    var presets = new HashMap<String, SourceFile>();
    for (var id : config.presets()) {
      if (config.secret(SourceConfig.SECRETS.getOrDefault(id, "")).isPresent()) {
        presets.put(id, SourceFile.compile("presets/" + id + ".groovy", id, source(id)));
      }
    }
    return Map.copyOf(presets);
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
