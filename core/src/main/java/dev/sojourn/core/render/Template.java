package dev.sojourn.core.render;

import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A compiled template; safe to use from many threads. */
public final class Template {
  private final String key;
  private final FrontMatter frontMatter;
  private final String source;
  private final String hash;
  private final Parts parts;
  private final Places places;

  /**
   * The compiled pieces.
   *
   * @param preview null when the template has none
   * @param text null when the plain part is read off the HTML
   * @param pages what comes of the HTML
   */
  record Parts(
      Mustache subject,
      @Nullable Mustache preview,
      Mustache html,
      @Nullable Mustache text,
      Pages pages) {}

  Template(
      String key, FrontMatter frontMatter, String source, String hash, Parts parts, Places places) {
    this.key = key;
    this.frontMatter = frontMatter;
    this.source = source;
    this.hash = hash;
    this.parts = parts;
    this.places = places;
  }

  /** The name it is sent by: its path below {@code templates/} without the ending. */
  public String key() {
    return key;
  }

  /** What it says about itself. */
  public FrontMatter frontMatter() {
    return frontMatter;
  }

  /** All files it is made of, as JSON; see {@link TemplateSet#fromSource}. */
  public String source() {
    return source;
  }

  /** 64 lower-case hex digits: SHA-256 over its key and everything it is made of. */
  public String hash() {
    return hash;
  }

  /** The twelve digits that people see. */
  public String shortHash() {
    return hash.substring(0, 12);
  }

  /**
   * The mail for these values.
   *
   * @param props JSON-like values; maps may hold null
   * @throws RenderFailed if a required prop is missing, or a name in the template is unknown
   */
  public Rendered render(Map<String, ? extends @Nullable Object> props) {
    for (var prop : frontMatter.props().values()) {
      if (prop.required() && props.get(prop.name()) == null) {
        throw RenderFailed.missing(key, prop.name());
      }
    }
    var values = new HashMap<String, @Nullable Object>(props);
    var subject = run(parts.subject(), values);
    values.putIfAbsent("subject", subject);
    if (parts.preview() != null) {
      values.putIfAbsent("preview", run(parts.preview(), values));
    }
    var outline = new Outline();
    run(parts.html(), values, outline);
    var page = parts.pages().of(outline);
    var text = parts.text() == null ? page.text() : run(parts.text(), values);
    return new Rendered(subject, page.html(), text);
  }

  /**
   * A mail as somebody looks at it before anybody gets it.
   *
   * @param line what mail programs show beside the subject, or null
   */
  public record Preview(Rendered mail, @Nullable String line) {}

  /**
   * The mail for these values, to somebody made up.
   *
   * @throws RenderFailed as {@link #render} does
   */
  public Preview preview(Map<String, ? extends @Nullable Object> props) {
    var values = InjectedProps.of(Map.of(), "ada@example.com", "", "").under(props);
    var mail = render(values);
    var line = parts.preview() == null ? null : run(parts.preview(), values);
    return new Preview(mail, line);
  }

  @Override
  public String toString() {
    return "Template[" + key + "@" + shortHash() + "]";
  }

  private String run(Mustache mustache, Map<String, @Nullable Object> values) {
    var out = new StringWriter();
    run(mustache, values, out);
    return out.toString();
  }

  private void run(Mustache mustache, Map<String, @Nullable Object> values, Writer out) {
    try {
      mustache.execute(out, values);
    } catch (UnknownVariable e) {
      throw unknown(e);
    } catch (MustacheException e) {
      throw failed(e);
    }
  }

  private RenderFailed failed(MustacheException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownVariable variable) {
        return unknown(variable);
      }
    }
    var problem = places.problem(failure);
    return RenderFailed.broken(
        key, problem.file() + ":" + problem.line(), problem.message(), failure);
  }

  private RenderFailed unknown(UnknownVariable variable) {
    var line = places.line(variable.file(), variable.line());
    return RenderFailed.unknown(key, variable, Places.file(variable.file()) + ":" + line);
  }
}
