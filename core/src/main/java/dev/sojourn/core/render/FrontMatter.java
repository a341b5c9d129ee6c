package dev.sojourn.core.render;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a template says about itself in the lines between {@code ---} at its top.
 *
 * @param subject Mustache, may use props
 * @param category the kind of mail, unless the journey says otherwise; null for none
 * @param preview the line that mail programs show beside the subject; Mustache; null for none
 * @param from the sender, unless the service's own; null for none
 * @param props the values it asks for, by name
 * @param examples named sets of props for previews
 * @param flags what it wants done with its HTML
 */
public record FrontMatter(
    String subject,
    @Nullable String category,
    @Nullable String preview,
    @Nullable String from,
    Map<String, Prop> props,
    Map<String, Map<String, @Nullable Object>> examples,
    Flags flags) {
  /**
   * What a template wants done with its HTML.
   *
   * @param trackOpens whether it may carry a pixel
   * @param trackClicks whether its links may lead through us
   * @param inlineCss whether the rules of its style sheets are written to the elements they match
   */
  public record Flags(boolean trackOpens, boolean trackClicks, boolean inlineCss) {}

  /** Whether it may carry a pixel. */
  public boolean trackOpens() {
    return flags.trackOpens();
  }

  /** Whether its links may lead through us. */
  public boolean trackClicks() {
    return flags.trackClicks();
  }
}
