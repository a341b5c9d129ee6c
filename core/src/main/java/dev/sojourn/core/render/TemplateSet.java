package dev.sojourn.core.render;

import dev.sojourn.core.replay.Json;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All templates of a bundle. A broken one is left out and blocks no other. */
public final class TemplateSet {
  private final Map<String, Template> templates;
  private final Map<String, List<TemplateProblem>> broken;

  private TemplateSet(Map<String, Template> templates, Map<String, List<TemplateProblem>> broken) {
    this.templates = Collections.unmodifiableMap(templates);
    this.broken = Collections.unmodifiableMap(broken);
  }

  /**
   * Compiles the files of a bundle.
   *
   * @param files content by path below {@code templates/}: {@code welcome.html}, {@code
   *     welcome.txt}; what stands in {@code layouts/} and {@code partials/} is there to be included
   */
  public static TemplateSet compile(Map<String, String> files) {
    var normal = normal(files);
    var compiler = new TemplateCompiler(normal);
    var templates = new TreeMap<String, Template>();
    var broken = new TreeMap<String, List<TemplateProblem>>();
    for (var path : new TreeSet<>(normal.keySet())) {
      var key = keyOf(path);
      if (key == null) {
        continue;
      }
      if (path.endsWith(".txt")) {
        if (!normal.containsKey(key + ".html")) {
          var problem = new TemplateProblem(path, 1, "no '" + key + ".html' stands beside it");
          broken.put(key, List.of(problem));
        }
        continue;
      }
      try {
        templates.put(key, compiler.compile(key));
      } catch (InvalidTemplate e) {
        broken.put(key, e.problems());
      }
    }
    return new TemplateSet(templates, broken);
  }

  /** The template whose {@link Template#source} this is, as it was then. */
  public static Template fromSource(String key, String source) {
    if (!(Json.read(source) instanceof Map<?, ?> contents)) {
      throw new IllegalArgumentException("template '" + key + "': its stored source is no object");
    }
    var files = new HashMap<String, String>();
    contents.forEach((path, content) -> files.put(String.valueOf(path), String.valueOf(content)));
    try {
      return new TemplateCompiler(files).compile(key);
    } catch (InvalidTemplate e) {
      throw new IllegalArgumentException("template '" + key + "': " + e.getMessage(), e);
    }
  }

  /**
   * The key of the template that a file belongs to; null for a layout, a partial or another file.
   */
  public static @Nullable String keyOf(String path) {
    var included = path.startsWith("layouts/") || path.startsWith("partials/");
    if (included || !(path.endsWith(".html") || path.endsWith(".txt"))) {
      return null;
    }
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** The templates by key, in order of key. */
  public Map<String, Template> templates() {
    return templates;
  }

  /** What is wrong with each template that was left out, by key. */
  public Map<String, List<TemplateProblem>> broken() {
    return broken;
  }

  /** Everything that is wrong, in order of file and line, each thing once. */
  public List<TemplateProblem> problems() {
    var problems = new TreeSet<TemplateProblem>();
    broken.values().forEach(problems::addAll);
    return List.copyOf(problems);
  }

  /**
   * The mail of a template for these values.
   *
   * @throws RenderFailed if there is no such template, or it cannot be rendered from these values
   */
  public Rendered render(String key, Map<String, ? extends @Nullable Object> props) {
    var template = templates.get(key);
    if (template == null) {
      throw RenderFailed.noTemplate(key);
    }
    return template.render(props);
  }

  private static Map<String, String> normal(Map<String, String> files) {
    var normal = new HashMap<String, String>();
    files.forEach((path, content) -> normal.put(path, content.replace("\r\n", "\n")));
    return normal;
  }
}
