package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a message's body; lines of what it writes have at most 76 characters. */
sealed interface MimePart {
  /** Its own headers, in order. */
  Map<String, String> headers();

  /** Writes what stands below its headers, without a line break at the end. */
  void write(MimeOutput out);

  /** How many bytes that takes, about. */
  int expected();

  /** Writes headers and the empty line below them. */
  static void write(Map<String, String> headers, MimeOutput out) {
    headers.forEach((name, value) -> out.text(name).text(": ").text(value).line());
    out.line();
  }

  /** A text, as {@code plain} or {@code html}. */
  record Text(String kind, String content) implements MimePart {
    @Override
    public Map<String, String> headers() {
      var headers = new LinkedHashMap<String, String>();
      headers.put("Content-Type", "text/" + kind + "; charset=UTF-8");
      headers.put("Content-Transfer-Encoding", "quoted-printable");
      return headers;
    }

    @Override
    public void write(MimeOutput out) {
      QuotedPrintable.write(content, out);
    }

    @Override
    public int expected() {
      return content.length() / 8 * 10;
    }
  }

  /** A file. */
  record Leaf(Attachment file) implements MimePart {
    private static final int LINE = 76;

    @Override
    public Map<String, String> headers() {
      var headers = new LinkedHashMap<String, String>();
      var id = file.contentId();
      var type = file.contentType().replaceAll("; ?", ";\r\n ");
      headers.put("Content-Type", type);
      headers.put("Content-Transfer-Encoding", "base64");
      headers.put(
          "Content-Disposition",
          (id == null ? "attachment" : "inline")
              + HeaderText.parameter("filename", file.filename()));
      if (id != null) {
        headers.put("Content-ID", "<" + id + ">");
      }
      return headers;
    }

    @Override
    public void write(MimeOutput out) {
      var content = file.base64().getBytes(StandardCharsets.ISO_8859_1);
      for (var start = 0; start < content.length; start += LINE) {
        if (start > 0) {
          out.line();
        }
        out.bytes(content, start, Math.min(LINE, content.length - start));
      }
    }

    @Override
    public int expected() {
      var content = file.base64().length();
      return content + content / LINE * 2;
    }
  }

  /**
   * Several parts.
   *
   * @param boundary begins with {@code =_}, which no encoded line holds, and no other of the
   *     message begins with it
   */
  record Multi(String kind, String boundary, List<MimePart> parts) implements MimePart {
    @Override
    public Map<String, String> headers() {
      return Map.of("Content-Type", "multipart/" + kind + ";\r\n boundary=\"" + boundary + "\"");
    }

    @Override
    public void write(MimeOutput out) {
      for (var part : parts) {
        out.text("--").text(boundary).line();
        MimePart.write(part.headers(), out);
        part.write(out);
        out.line();
      }
      out.text("--").text(boundary).text("--");
    }

    @Override
    public int expected() {
      return parts.stream().mapToInt(part -> part.expected() + 512).sum();
    }
  }
}
