package dev.sojourn.runtime.template;

import dev.sojourn.core.render.TemplateSet;
import dev.sojourn.runtime.bundle.ActiveTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The mails of the service itself, which no bundle replaces and no program may order. Their version
 * is 0, which is none that is stored.
 */
final class BuiltIn {
  private static final int UNSTORED = 0;

  private BuiltIn() {}

  static Map<String, ActiveTemplate> templates() {
    String path = Templates.PASSWORD_RESET + ".html";
    TemplateSet set = TemplateSet.compile(Map.of(path, source("/mails/" + path)));
    if (!set.problems().isEmpty()) {
      throw new IllegalStateException("the mails that are built in: " + set.problems());
    }
    Map<String, ActiveTemplate> active = new HashMap<>();
    set.templates()
        .forEach((key, template) -> active.put(key, new ActiveTemplate(UNSTORED, template)));
    return Map.copyOf(active);
  }

  private static String source(String resource) {
    try (InputStream in = BuiltIn.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource '" + resource + "' is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
