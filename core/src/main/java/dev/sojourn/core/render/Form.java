package dev.sojourn.core.render;

import dev.sojourn.core.mail.HtmlPlaces;
import dev.sojourn.core.mail.MailHtml;
import dev.sojourn.core.render.Pages.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What mails with the same words have in common: their HTML and their text with blanks, read once.
 * The values of a mail are escaped and stand where they cannot change how the HTML is read.
 *
 * @param parts the HTML, cut at the places where it is changed when it goes out
 * @param end before which part stands what is added to the body
 * @param text the plain part
 * @param premises what holds of the values for which the text is that
 */
record Form(
    List<BlankText> parts,
    List<Link> links,
    int end,
    BlankText text,
    List<Predicate<List<String>>> premises) {
  /** An address of a link; it begins with one of the parts and ends before another. */
  private record Link(int from, int to, BlankText address, Map<String, BlankText> data) {
    HtmlPlaces.Address with(List<String> values, int... starts) {
      var said = new LinkedHashMap<String, String>();
      data.forEach((name, value) -> said.put(name, value.with(values)));
      return new HtmlPlaces.Address(starts[from], starts[to], address.with(values), said);
    }
  }

  /**
   * The form of mails with these words, if it can be told without their values.
   *
   * @param values those of one of them
   * @param styles by which rules of style sheets are written to elements, if they are
   */
  static Optional<Form> of(String words, List<String> values, Optional<InlineStyles> styles) {
    var plain = new MailHtml(words);
    if (!SafeBlanks.areAll(words, plain.document(), values.size(), styles.isPresent())) {
      return Optional.empty();
    }
    var count = values.size();
    var premises = new ArrayList<Predicate<List<String>>>();
    premises.add(given -> given.size() == count);
    var text = PlainText.of(plain, values);
    premises.addAll(text.premises());
    var page = styles.map(all -> new MailHtml(all.in(plain))).orElse(plain);
    var places = page.places();
    var cuts = new TreeSet<>(List.of(0, places.end()));
    for (var link : places.links()) {
      cuts.add(link.from());
      cuts.add(link.to());
    }
    var order = List.copyOf(cuts);
    var parts = new ArrayList<BlankText>();
    for (var i = 0; i < order.size(); i++) {
      var next = i + 1 < order.size() ? order.get(i + 1) : page.text().length();
      parts.add(BlankText.of(page.text().substring(order.get(i), next)));
    }
    var links = places.links().stream().map(link -> link(link, order)).toList();
    var end = order.indexOf(places.end());
    return Optional.of(new Form(parts, links, end, BlankText.of(text.text()), premises));
  }

  private static Link link(HtmlPlaces.Address link, List<Integer> cuts) {
    var data = new LinkedHashMap<String, BlankText>();
    link.data().forEach((name, value) -> data.put(name, BlankText.of(value)));
    var address = BlankText.of(link.text());
    return new Link(cuts.indexOf(link.from()), cuts.indexOf(link.to()), address, data);
  }

  /** Whether mails with these values have the form. */
  boolean suits(List<String> values) {
    for (var premise : premises) {
      if (!premise.test(values)) {
        return false;
      }
    }
    return true;
  }

  /** The mail of an outline with these words, whose values it suits. */
  Page page(Outline outline) {
    var values = outline.values();
    var html = new StringBuilder(2_048);
    var starts = new int[parts.size()];
    for (var i = 0; i < starts.length; i++) {
      starts[i] = html.length();
      parts.get(i).write(html, outline.escaped());
    }
    var addresses = new ArrayList<HtmlPlaces.Address>(links.size());
    for (var link : links) {
      addresses.add(link.with(values, starts));
    }
    var places = new HtmlPlaces(addresses, starts[end]);
    return new Page(new MailHtml(html.toString(), places), text.with(values));
  }
}
