package dev.sojourn.core.render;

import dev.sojourn.core.mail.MailHtml;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The pages that come of a template's outlines: HTML, and the text read off it. What mails with the
 * same words have in common is read once. Safe for all threads.
 */
final class Pages {
  /** Sections and lists make many; most mails are of a few. */
  private static final int MOST_FORMS = 64;

  private final Optional<InlineStyles> styles;
  private final boolean escaped;
  private final ConcurrentMap<String, Optional<Form>> forms = new ConcurrentHashMap<>();

  /**
   * The pages of a template.
   *
   * @param inlined whether the rules of its style sheets are written to the elements they match
   * @param escaped whether all values are, so that none of them changes how the HTML is read
   */
  Pages(boolean inlined, boolean escaped) {
    this.styles = inlined ? Optional.of(new InlineStyles()) : Optional.empty();
    this.escaped = escaped;
  }

  /** A mail's HTML, and the text read off it. */
  record Page(MailHtml html, String text) {}

  /** The page of an outline. */
  Page of(Outline outline) {
    return escaped && !outline.isOdd()
        ? form(outline).map(form -> form.page(outline)).orElseGet(() -> read(outline))
        : read(outline);
  }

  /** The form of the last mail with the same words, or one that suits this one better. */
  private Optional<Form> form(Outline outline) {
    var words = outline.words();
    var known = forms.get(words);
    if (known != null && known.map(form -> form.suits(outline.values())).orElse(true)) {
      return known;
    }
    if (forms.size() >= MOST_FORMS) {
      forms.clear();
    }
    var form = Form.of(words, outline.values(), styles);
    forms.put(words, form);
    return form;
  }

  private Page read(Outline outline) {
    var html = new MailHtml(outline.filled());
    var text = PlainText.of(html);
    return new Page(styles.map(all -> new MailHtml(all.in(html))).orElse(html), text);
  }
}
