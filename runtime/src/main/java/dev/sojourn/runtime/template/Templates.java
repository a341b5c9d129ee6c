package dev.sojourn.runtime.template;

import dev.sojourn.core.render.RenderFailed;
import dev.sojourn.core.render.Rendered;
import dev.sojourn.core.render.Template;
import dev.sojourn.runtime.bundle.ActiveTemplate;
import dev.sojourn.runtime.bundle.Bundle;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Templates by key and by version, and the mails they make. Safe for all threads. */
public final class Templates {
  /** The mail by which an operator sets a password anew; takes the prop {@code url}. */
  public static final String PASSWORD_RESET = "sojourn/password-reset";

  private final Bundle bundle;
  private final Map<String, ActiveTemplate> builtIn = BuiltIn.templates();

  public Templates(Bundle bundle) {
    this.bundle = bundle;
  }

  /** The template of a key, if it is built in, in force or once was. */
  public Optional<ActiveTemplate> find(String key) {
    ActiveTemplate own = builtIn.get(key);
    return own == null ? bundle.template(key) : Optional.of(own);
  }

  /**
   * The template of a key: the one in force, or the last version of one that was removed.
   *
   * @throws RenderFailed if there never was one
   */
  public ActiveTemplate active(String key) {
    return find(key).orElseThrow(() -> RenderFailed.noTemplate(key));
  }

  /** The template of a stored version. */
  public Future<Template> version(int version) {
    return bundle.template(version);
  }

  /**
   * The mail of a key for these values.
   *
   * @throws RenderFailed if there never was such a template, or the values do not suffice
   */
  public Rendered render(String key, Map<String, ? extends @Nullable Object> props) {
    return active(key).template().render(props);
  }

  /** The mail of a stored version for these values; fails with {@link RenderFailed} likewise. */
  public Future<Rendered> render(int version, Map<String, ? extends @Nullable Object> props) {
    return version(version).map(template -> template.render(props));
  }
}
