package dev.sojourn.core.render;

import org.jspecify.annotations.Nullable;

/** A mail that cannot be made from its template and props; trying again will not help. */
public final class RenderFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String template;
  private final @Nullable String prop;

  private RenderFailed(
      String template, @Nullable String prop, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.template = template;
    this.prop = prop;
  }

  static RenderFailed missing(String template, String prop) {
    return new RenderFailed(
        template,
        prop,
        "template '%s': required prop '%s' is missing; pass it in props".formatted(template, prop),
        null);
  }

  static RenderFailed unknown(String template, UnknownVariable unknown, String place) {
    var message =
        "%s: template '%s' uses '%s', which is neither passed nor declared; pass it in props, or"
            + " declare it under props in the front matter";
    return new RenderFailed(
        template,
        unknown.variable(),
        message.formatted(place, template, unknown.variable()),
        unknown);
  }

  static RenderFailed broken(String template, String place, String message, Throwable cause) {
    return new RenderFailed(
        template, null, "%s: template '%s': %s".formatted(place, template, message), cause);
  }

  /** A template of this name does not exist. */
  public static RenderFailed noTemplate(String template) {
    return new RenderFailed(
        template,
        null,
        "template '%s' does not exist; expected a file templates/%s.html"
            .formatted(template, template),
        null);
  }

  /** The key of the template. */
  public String template() {
    return template;
  }

  /** The prop that is missing, or null when it is something else. */
  public @Nullable String prop() {
    return prop;
  }
}
