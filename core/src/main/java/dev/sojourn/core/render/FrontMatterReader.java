package dev.sojourn.core.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the front matter of one file and collects what is wrong with it. */
final class FrontMatterReader {
  private static final List<String> FIELDS =
      List.of(
          "subject",
          "category",
          "preview",
          "from",
          "props",
          "examples",
          "trackOpens",
          "trackClicks",
          "inlineCss");

  private final String file;
  private final List<TemplateProblem> problems = new ArrayList<>();
  private Yaml yaml = new Yaml(null, Map.of());

  private FrontMatterReader(String file) {
    this.file = file;
  }

  /**
   * A file in its two parts.
   *
   * @param frontMatter what it says about itself
   * @param subjectLine the line of its subject
   * @param body what follows
   * @param bodyOffset how many lines stand before the body
   */
  record Split(FrontMatter frontMatter, int subjectLine, String body, int bodyOffset) {}

  /** Takes a file apart; {@code content} has line feeds only. */
  static Split read(String file, String content) throws InvalidTemplate {
    return new FrontMatterReader(file).split(content);
  }

  private Split split(String content) throws InvalidTemplate {
    if (!content.startsWith("---\n")) {
      throw problem(1, "no front matter; a template begins with '---', 'subject: …', '---'");
    }
    var end = (content + "\n").indexOf("\n---\n", 3);
    if (end < 0) {
      throw problem(1, "the front matter does not end; close it with a line '---'");
    }
    var matter = content.substring(4, Math.max(4, end));
    var body = content.substring(Math.min(content.length(), end + 5));
    var bodyOffset = (int) content.substring(0, end).lines().count() + 1;
    try {
      yaml = Yaml.read(matter);
    } catch (Yaml.Malformed e) {
      throw problem(e.line() + 1, "front matter is not YAML: " + e.getMessage());
    }
    var frontMatter = frontMatter();
    if (!problems.isEmpty()) {
      throw new InvalidTemplate(problems);
    }
    return new Split(frontMatter, line("subject"), body, bodyOffset);
  }

  private FrontMatter frontMatter() {
    var fields = object("", yaml.root());
    for (var name : fields.keySet()) {
      if (!FIELDS.contains(name)) {
        report(name, "'%s' is not one of %s".formatted(name, String.join(", ", FIELDS)));
      }
    }
    var subject = text(fields, "subject");
    if (subject == null || subject.isBlank()) {
      report("subject", "no subject; add a line 'subject: …'");
    }
    return new FrontMatter(
        subject == null ? "" : subject,
        text(fields, "category"),
        text(fields, "preview"),
        text(fields, "from"),
        props(fields.get("props")),
        examples(fields.get("examples")),
        new FrontMatter.Flags(
            flag(fields, "trackOpens", true),
            flag(fields, "trackClicks", true),
            flag(fields, "inlineCss", false)));
  }

  private boolean flag(Map<String, @Nullable Object> fields, String name, boolean otherwise) {
    var value = fields.get(name);
    if (value != null && !(value instanceof Boolean)) {
      report(name, "'%s' is not one of true, false".formatted(value));
    }
    return value instanceof Boolean flag ? flag : otherwise;
  }

  private Map<String, Prop> props(@Nullable Object declared) {
    var props = new LinkedHashMap<String, Prop>();
    object("props", declared)
        .forEach((name, declaration) -> props.put(name, prop("props." + name, name, declaration)));
    return Collections.unmodifiableMap(props);
  }

  // Either the type alone, or an object of type and required.
  private Prop prop(String path, String name, @Nullable Object declaration) {
    if (declaration instanceof String type) {
      return new Prop(name, type(path, type), false);
    }
    var fields = object(path, declaration);
    for (var field : fields.keySet()) {
      if (!field.equals("type") && !field.equals("required")) {
        report(path + "." + field, "'%s' is not one of type, required".formatted(field));
      }
    }
    var required = fields.get("required");
    if (required != null && !(required instanceof Boolean)) {
      report(path + ".required", "'%s' is not one of true, false".formatted(required));
    }
    var type = fields.get("type");
    return new Prop(
        name, type(path, type == null ? "string" : type.toString()), Boolean.TRUE.equals(required));
  }

  private Prop.Type type(String path, String name) {
    for (var type : Prop.Type.values()) {
      if (type.wire().equals(name.toLowerCase(Locale.ROOT))) {
        return type;
      }
    }
    var known =
        Arrays.stream(Prop.Type.values()).map(Prop.Type::wire).collect(Collectors.joining(", "));
    report(path, "type '%s' is not one of %s".formatted(name, known));
    return Prop.Type.STRING;
  }

  // A map of named examples, or a list of them.
  private Map<String, Map<String, @Nullable Object>> examples(@Nullable Object value) {
    var examples = new LinkedHashMap<String, Map<String, @Nullable Object>>();
    if (value instanceof List<?> list) {
      list.forEach(
          one -> examples.put(String.valueOf(examples.size() + 1), object("examples", one)));
    } else {
      object("examples", value)
          .forEach((name, props) -> examples.put(name, object("examples." + name, props)));
    }
    return Collections.unmodifiableMap(examples);
  }

  private @Nullable String text(Map<String, @Nullable Object> fields, String name) {
    var value = fields.get(name);
    if (value instanceof Map || value instanceof List) {
      report(name, "'%s' is one line of text".formatted(name));
      return null;
    }
    return value == null ? null : value.toString();
  }

  private Map<String, @Nullable Object> object(String path, @Nullable Object value) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      report(path, "expected 'name: value' lines, not '%s'".formatted(value));
      return Map.of();
    }
    var fields = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((name, field) -> fields.put(String.valueOf(name), field));
    return Collections.unmodifiableMap(fields);
  }

  private void report(String path, String message) {
    problems.add(new TemplateProblem(file, line(path), message));
  }

  private InvalidTemplate problem(int line, String message) {
    return new InvalidTemplate(List.of(new TemplateProblem(file, line, message)));
  }

  // The first line of the file is the '---' above the YAML.
  private int line(String path) {
    return yaml.line(path) + 1;
  }
}
