package dev.sojourn.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The texts of the pages for mail's readers, in the languages there are files of. */
final class Messages {
  private static final String DEFAULT = "en";
  private static final List<String> LANGUAGES = List.of("de", "fr", "es");
  private static final int LONGEST = 200;

  private final Map<String, Texts> byLanguage = new LinkedHashMap<>();

  Messages() {
    byLanguage.put(DEFAULT, new Texts(DEFAULT, read("messages/preferences.properties")));
    for (String language : LANGUAGES) {
      byLanguage.put(
          language,
          new Texts(language, read("messages/preferences_" + language + ".properties")));
    }
  }

  /** The texts in one language. */
  record Texts(String language, Properties properties) {
    /** A text, with {@code {0}} and {@code {1}} filled in. */
    String of(String key, @Nullable String... values) {
      String text = properties.getProperty(key);
      if (text == null) {
        throw new IllegalArgumentException("no text '" + key + "' in '" + language + "'");
      }
      StringBuilder filled = new StringBuilder();
      int from = 0;
      for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', from)) {
        filled.append(text, from, at).append(values[text.charAt(at + 1) - '0']);
        from = at + 3;
      }
      return filled.append(text, from, text.length()).toString();
    }
  }

  /**
   * The texts for somebody.
   *
   * @param locale what is known of the person, such as {@code de-AT}; null for nothing
   * @param accepted what the browser says
   */
  Texts of(@Nullable Object locale, @Nullable String accepted) {
    if (locale instanceof String known) {
      Texts texts = byLanguage.get(known.split("[-_]", 2)[0].toLowerCase(Locale.ROOT));
      if (texts != null) {
        return texts;
      }
    }
    String language = accepted == null ? null : best(accepted);
    return fallback(language == null ? DEFAULT : language);
  }

  private Texts fallback(String language) {
    Texts texts = byLanguage.get(language);
    if (texts == null) {
      throw new IllegalStateException("no texts in '" + language + "'");
    }
    return texts;
  }

  private @Nullable String best(String accepted) {
    if (accepted.length() > LONGEST) {
      return null;
    }
    try {
      return Locale.lookupTag(
          Locale.LanguageRange.parse(accepted), new ArrayList<>(byLanguage.keySet()));
    } catch (IllegalArgumentException notAHeader) {
      return null;
    }
  }

  private static Properties read(String resource) {
    Properties properties = new Properties();
    try (InputStream in = Messages.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource '" + resource + "' is missing");
      }
      properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
