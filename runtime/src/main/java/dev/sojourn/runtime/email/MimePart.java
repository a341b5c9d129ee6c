package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import io.vertx.ext.mail.mailencoder.Utils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a message's body; lines of what it writes end in LF and have at most 76 characters. */
sealed interface MimePart {
  /** Its own headers, in order. */
  Map<String, String> headers();

  /** Writes what stands below its headers, without a line break at the end. */
  void write(StringBuilder out);

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
    public void write(StringBuilder out) {
      out.append(Utils.encodeQP(content.replace("\r\n", "\n").replace('\r', '\n')));
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
    public void write(StringBuilder out) {
      var content = file.base64();
      out.ensureCapacity(out.length() + content.length() + content.length() / LINE);
      for (var start = 0; start < content.length(); start += LINE) {
        out.append(start == 0 ? "" : "\n");
        out.append(content, start, Math.min(start + LINE, content.length()));
      }
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
    public void write(StringBuilder out) {
      for (var part : parts) {
        out.append("--").append(boundary).append('\n');
        part.headers()
            .forEach(
                (name, value) ->
                    out.append(name).append(": ").append(value.replace("\r\n", "\n")).append('\n'));
        out.append('\n');
        part.write(out);
        out.append('\n');
      }
      out.append("--").append(boundary).append("--");
    }
  }
}
