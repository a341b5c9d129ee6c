package dev.sojourn.core.render;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.htmlunit.cssparser.dom.CSSStyleRuleImpl;
import org.htmlunit.cssparser.dom.Property;
import org.htmlunit.cssparser.parser.CSSErrorHandler;
import org.htmlunit.cssparser.parser.CSSOMParser;
import org.htmlunit.cssparser.parser.CSSParseException;
import org.htmlunit.cssparser.parser.InputSource;
import org.htmlunit.cssparser.parser.javacc.CSS3Parser;
import org.htmlunit.cssparser.parser.selector.Selector;
import org.htmlunit.cssparser.parser.selector.SelectorSpecificity;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * The rules of a style sheet that say the same in a {@code style} attribute: those outside of media
 * queries and other blocks, without pseudo classes and elements.
 *
 * @param css the sheet they were read from
 * @param rules the weakest first, as the cascade has it
 */
record StyleSheet(String css, List<Rule> rules) {
  private static final Pattern RGB = Pattern.compile("rgb\\((\\d{1,3}), (\\d{1,3}), (\\d{1,3})\\)");
  private static final Pattern BRACKETED = Pattern.compile("\\[[^\\]]*\\]");

  /** A rule for the elements that one selector matches. */
  record Rule(Evaluator selector, SelectorSpecificity weight, List<Declaration> declarations) {}

  /** One property. */
  record Declaration(String name, String value, boolean important) {}

  /** Reads a sheet as browsers do: what it cannot read is passed over, and the rest holds. */
  static StyleSheet read(String css) {
    var parser = new CSSOMParser(new CSS3Parser());
    parser.setErrorHandler(new PassedOver());
    try {
      var rules = new ArrayList<Rule>();
      var source = new InputSource(new StringReader(css));
      for (var rule : parser.parseStyleSheet(source, null).getCssRules().getRules()) {
        if (rule instanceof CSSStyleRuleImpl style) {
          add(style, rules);
        }
      }
      rules.sort(Comparator.comparing(Rule::weight));
      return new StyleSheet(css, List.copyOf(rules));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(CSSStyleRuleImpl style, List<Rule> rules) {
    var declarations =
        style.getStyle().getProperties().stream()
            .filter(StyleSheet::isWhole)
            .map(StyleSheet::declaration)
            .toList();
    for (var selector : style.getSelectors()) {
      add(selector, declarations, rules);
    }
  }

  private static void add(Selector selector, List<Declaration> declarations, List<Rule> rules) {
    var text = selector.toString();
    if (declarations.isEmpty() || BRACKETED.matcher(text).replaceAll("").contains(":")) {
      return;
    }
    try {
      var evaluator = QueryParser.parse(text);
      rules.add(new Rule(evaluator, selector.getSelectorSpecificity(), declarations));
    } catch (SelectorParseException unknownHere) {
      return;
    }
  }

  /** A value with quotes of both kinds finds no place in an attribute that Outlook reads. */
  private static boolean isWhole(Property property) {
    var value = property.getValue();
    if (value == null || property.getName().startsWith("--")) {
      return false;
    }
    var text = value.getCssText();
    return !text.isEmpty() && !(text.contains("'") && text.contains("\""));
  }

  private static Declaration declaration(Property property) {
    return new Declaration(
        property.getName().toLowerCase(Locale.ROOT),
        withHex(property.getValue().getCssText()),
        property.isImportant());
  }

  /** The parser turns {@code #f0a} into {@code rgb()}, which not every mail program reads. */
  private static String withHex(String value) {
    return RGB.matcher(value)
        .replaceAll(
            rgb ->
                "#%02x%02x%02x"
                    .formatted(
                        Math.min(255, Integer.parseInt(rgb.group(1))),
                        Math.min(255, Integer.parseInt(rgb.group(2))),
                        Math.min(255, Integer.parseInt(rgb.group(3)))));
  }

  private static final class PassedOver implements CSSErrorHandler {
    @Override
    public void warning(CSSParseException e) {}

    @Override
    public void error(CSSParseException e) {}

    @Override
    public void fatalError(CSSParseException e) {}
  }
}
