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
 */
public record FrontMatter(
    String subject,
    @Nullable String category,
    @Nullable String preview,
    @Nullable String from,
    Map<String, Prop> props,
    Map<String, Map<String, @Nullable Object>> examples) {}
