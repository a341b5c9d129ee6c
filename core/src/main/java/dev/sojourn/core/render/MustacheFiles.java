package dev.sojourn.core.render;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.DefaultMustacheVisitor;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.MustacheVisitor;
import com.github.mustachejava.TemplateContext;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.Set;

/**
 * Compiles the files of one template with everything they include, and notes which files those are.
 */
final class MustacheFiles extends DefaultMustacheFactory {
  private final Map<String, String> files;
  private final Set<String> used;
  private final boolean html;
  private boolean escaped = true;

  /**
   * Compiles from these files.
   *
   * @param files content by path below {@code templates/}
   * @param variables what the names in them mean
   * @param html whether values are escaped for HTML
   * @param used the paths of the files that were read
   */
  MustacheFiles(Map<String, String> files, Variables variables, boolean html, Set<String> used) {
    this.files = Map.copyOf(files);
    this.used = used;
    this.html = html;
    setObjectHandler(variables);
  }

  /** A piece of a file; problems with it name the file. */
  Mustache compileText(String text, String path) {
    return compile(new StringReader(text), path);
  }

  @Override
  public Reader getReader(String path) {
    var content = files.get(path);
    if (content == null) {
      throw new MustacheException("file '" + path + "' does not exist");
    }
    used.add(path);
    return new StringReader(content);
  }

  /** Paths begin at {@code templates/}; {@code ./} begins beside the including file. */
  @Override
  public String resolvePartialPath(String directory, String name, String extension) {
    var path = name.startsWith("./") ? directory + name.substring(2) : name;
    return path.endsWith(extension) ? path : path + extension;
  }

  /** Whether no value in what was compiled so far stands as it is. */
  boolean isEscaped() {
    return escaped;
  }

  @Override
  public void encode(String value, Writer writer) {
    if (html && writer instanceof Outline outline && outline.takes(value)) {
      var text = new StringWriter(value.length());
      super.encode(value, text);
      outline.leave(value, text.toString());
      return;
    }
    if (html) {
      super.encode(value, writer);
      return;
    }
    try {
      writer.write(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MustacheVisitor createMustacheVisitor() {
    return new Visitor();
  }

  /** Refuses includes that lead nowhere at the place where they stand. */
  private final class Visitor extends DefaultMustacheVisitor {
    Visitor() {
      super(MustacheFiles.this);
    }

    @Override
    public void value(TemplateContext place, String name, boolean encoded) {
      escaped &= encoded;
      super.value(place, name, encoded);
    }

    @Override
    public void partial(TemplateContext place, String name, String indent) {
      check(place, name);
      super.partial(place, name, indent);
    }

    @Override
    public void extend(TemplateContext place, String name, Mustache body) {
      check(place, name);
      super.extend(place, name, body);
    }

    @Override
    public void dynamicPartial(TemplateContext place, String name, String indent) {
      throw new MustacheException(
          "'{{>%s}}' picks its file while rendering; name the file".formatted(name), place);
    }

    private void check(TemplateContext place, String name) {
      var file = place.file();
      var path =
          resolvePartialPath(
              file.substring(0, file.lastIndexOf('/') + 1),
              name,
              file.substring(file.lastIndexOf('.')));
      if (!files.containsKey(path)) {
        throw new MustacheException(
            "includes '%s', but there is no file templates/%s".formatted(name, path), place);
      }
    }
  }
}
