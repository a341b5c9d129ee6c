package dev.sojourn.runtime.http;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import dev.sojourn.core.identity.PasswordHash;
import dev.sojourn.runtime.http.Messages.Texts;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page on which an operator sets a password: a plain form that needs no script. */
final class PasswordPages {
  private final Mustache page = new DefaultMustacheFactory("pages").compile("page.mustache");

  /**
   * Asks for the password.
   *
   * @param token goes with it, in the form and not in the address
   * @param unfit whether the one that was sent was too short or too long
   */
  String ask(Texts texts, String token, boolean unfit) {
    Map<String, @Nullable Object> scope = scope(texts, "password.title");
    scope.put("note", unfit ? texts.of("password.unfit") : null);
    scope.put(
        "password",
        Map.of(
            "token",
            token,
            "name",
            texts.of("password.label"),
            "least",
            PasswordHash.SHORTEST,
            "most",
            PasswordHash.LONGEST,
            "save",
            texts.of("password.save")));
    return written(scope);
  }

  /** Says that it is set. */
  String done(Texts texts) {
    Map<String, @Nullable Object> scope = scope(texts, "password.done.title");
    scope.put("text", texts.of("password.done.text"));
    return written(scope);
  }

  /** Says that the link is worth nothing. */
  String invalid(Texts texts) {
    Map<String, @Nullable Object> scope = scope(texts, "invalid.title");
    scope.put("text", texts.of("password.invalid"));
    return written(scope);
  }

  private static Map<String, @Nullable Object> scope(Texts texts, String title) {
    Map<String, @Nullable Object> scope = new HashMap<>();
    scope.put("lang", texts.language());
    scope.put("title", texts.of(title));
    return scope;
  }

  private String written(Map<String, @Nullable Object> scope) {
    StringWriter out = new StringWriter();
    page.execute(out, scope);
    return out.toString();
  }
}
