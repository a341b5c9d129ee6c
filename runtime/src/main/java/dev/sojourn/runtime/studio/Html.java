package dev.sojourn.runtime.studio;

import org.jspecify.annotations.Nullable;

/** Text as it may stand in HTML. */
final class Html {
  private static final String HEAD =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>%s · Sojourn</title>
      <style>
      :root { --line: #8884; --dim: #888; --accent: #2b6cb0; }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 60rem; padding: 1rem; line-height: 1.5;
        font-family: system-ui, sans-serif; }
      header { display: flex; gap: 1rem; align-items: baseline; flex-wrap: wrap;
        border-bottom: 1px solid var(--line); padding-bottom: .5rem; margin-bottom: 1rem; }
      h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; }
      a { color: var(--accent); }
      ul.mails { list-style: none; margin: 0; padding: 0; }
      ul.mails li { border-bottom: 1px solid var(--line); }
      ul.mails a { display: block; padding: .75rem .25rem; color: inherit; text-decoration: none; }
      ul.mails a:hover, ul.mails a:focus { background: var(--line); }
      ul.mails strong { display: block; overflow-wrap: anywhere; }
      .dim { color: var(--dim); overflow-wrap: anywhere; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
      dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; }
      iframe { width: 100%%; height: 32rem; border: 1px solid var(--line); background: #fff; }
      pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line);
        padding: .75rem; }
      nav { display: flex; justify-content: space-between; padding: 1rem 0; }
      </style>
      </head>
      <body>
      """;

  private Html() {}

  /** A whole page around a body that is HTML already. */
  static String page(String title, String body) {
    return HEAD.formatted(text(title)) + body + "</body>\n</html>\n";
  }

  /** The text with everything escaped that means something in HTML, in attributes too. */
  static String text(@Nullable String raw) {
    if (raw == null) {
      return "";
    }
    StringBuilder safe = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
