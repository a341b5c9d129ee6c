package dev.sojourn.core.render;

import com.github.mustachejava.MustacheException;
import dev.sojourn.core.replay.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compiles one template out of the files of a set. */
final class TemplateCompiler {
  /** What the front matter gives to every part. */
  private static final Set<String> HEADINGS = Set.of("subject", "preview");

  private final Map<String, String> files;

  TemplateCompiler(Map<String, String> files) {
    this.files = files;
  }

  Template compile(String key) throws InvalidTemplate {
    var path = key + ".html";
    var split = FrontMatterReader.read(path, files.getOrDefault(path, ""));
    var places = new Places(path, split.subjectLine(), split.bodyOffset());
    var used = new TreeSet<String>();
    used.add(path);
    try {
      var parts = parts(key, split, used);
      var source = source(used);
      return new Template(key, split.frontMatter(), source, hash(key, source), parts, places);
    } catch (MustacheException e) {
      throw new InvalidTemplate(List.of(places.problem(e)));
    } catch (IllegalArgumentException e) {
      // The library's words for anything but blocks between {{<layout}} and its end.
      throw invalid(path, "between '{{<layout}}' and its end only '{{$block}}'s may stand");
    } catch (StackOverflowError e) {
      throw invalid(path, "includes itself");
    }
  }

  private Template.Parts parts(String key, FrontMatterReader.Split split, Set<String> used) {
    var path = key + ".html";
    var known = new HashSet<>(HEADINGS);
    known.addAll(InjectedProps.NAMES);
    known.addAll(split.frontMatter().props().keySet());
    var variables = new Variables(known);
    var bodies = new HashMap<>(files);
    bodies.put(path, split.body());
    var html = new MustacheFiles(bodies, variables, true, used);
    var plain = new MustacheFiles(bodies, variables, false, used);
    var preview = split.frontMatter().preview();
    var text = key + ".txt";
    var page = html.compile(path);
    return new Template.Parts(
        plain.compileText(split.frontMatter().subject(), path + Places.MATTER),
        preview == null ? null : plain.compileText(preview, path + Places.MATTER),
        page,
        files.containsKey(text) ? plain.compile(text) : null,
        new Pages(split.frontMatter().flags().inlineCss(), html.isEscaped()));
  }

  private String source(Set<String> used) {
    var contents = new TreeMap<String, String>();
    used.forEach(path -> contents.put(path, files.getOrDefault(path, "")));
    return Json.write(contents);
  }

  private static InvalidTemplate invalid(String path, String message) {
    return new InvalidTemplate(List.of(new TemplateProblem(path, 1, message)));
  }

  private static String hash(String key, String source) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(("template 1\n" + key + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha.digest(source.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
