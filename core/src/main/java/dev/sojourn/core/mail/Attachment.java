package dev.sojourn.core.mail;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that goes with a mail.
 *
 * @param filename as the reader sees it, 1 to 255 characters
 * @param contentType such as {@code application/pdf}, at most 78 characters
 * @param base64 what is in it, in standard Base64 without line breaks
 * @param contentId how the HTML part names it after {@code cid:}, 1 to 78 characters; null if it
 *     does not
 */
public record Attachment(
    String filename, String contentType, String base64, @Nullable String contentId) {
  /** How many a mail may have. */
  public static final int MOST = 20;

  /** How many bytes all of a mail may have together, as files. */
  public static final long MOST_BYTES = 25L << 20;

  /** How much of a name an error shows. */
  private static final int SHOWN = 80;

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST = 78;
  private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]+";
  private static final Pattern TYPE =
      Pattern.compile(
          TOKEN + "/" + TOKEN + "(; ?" + TOKEN + "=(" + TOKEN + "|\"[ !#-\\[\\]-~]*\"))*");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern ID = Pattern.compile("[!-;=?-~]{1," + LONGEST + "}");

  public Attachment {
    if (filename.isBlank() || filename.length() > LONGEST_NAME) {
      throw new Unfit(
          filename,
          "filename",
          "has a filename that is not of 1 to " + LONGEST_NAME + " characters");
    }
    if (CONTROL.matcher(filename).find()) {
      throw new Unfit(filename, "filename", "has a control character in its filename");
    }
    if (contentType.length() > LONGEST || !TYPE.matcher(contentType).matches()) {
      throw new Unfit(
          filename,
          "contentType",
          "has a contentType that is not of the form type/subtype, at most "
              + LONGEST
              + " characters");
    }
    var kind = contentType.toLowerCase(Locale.ROOT);
    if (kind.startsWith("multipart/") || kind.startsWith("message/")) {
      throw new Unfit(
          filename, "contentType", "is of type '" + contentType + "', which is no single file");
    }
    if (contentId != null && !ID.matcher(contentId).matches()) {
      throw new Unfit(
          filename,
          "contentId",
          "has a contentId that is not of 1 to "
              + LONGEST
              + " visible ASCII characters without '<' and '>'");
    }
    if (!isBase64(base64)) {
      throw new Unfit(filename, "content", "has content that is not Base64");
    }
  }

  /** A file that no mail can take. */
  public static final class Unfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String field;

    private Unfit(String filename, String field, String problem) {
      super("attachment '" + shown(filename) + "' " + problem);
      this.field = field;
    }

    /** What is wrong of it, as its constructor names it, but {@code content} for its bytes. */
    public String field() {
      return field;
    }

    private static String shown(String filename) {
      var line = filename.length() <= SHOWN ? filename : filename.substring(0, SHOWN) + "…";
      return CONTROL.matcher(line).replaceAll("?");
    }
  }

  /** A file of these bytes. */
  public static Attachment of(
      String filename, String contentType, byte[] content, @Nullable String contentId) {
    return new Attachment(
        filename, contentType, Base64.getEncoder().encodeToString(content), contentId);
  }

  /** Its bytes. */
  public byte[] content() {
    return Base64.getDecoder().decode(base64);
  }

  /** How many bytes it has. */
  public long size() {
    var padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
    return base64.length() / 4 * 3L - padding;
  }

  /**
   * The same files, if one mail can take them all.
   *
   * @throws IllegalArgumentException if they are too many or too large
   */
  public static List<Attachment> together(List<Attachment> attachments) {
    if (attachments.size() > MOST) {
      throw new IllegalArgumentException(
          attachments.size() + " attachments are too many; a mail takes at most " + MOST);
    }
    var size = attachments.stream().mapToLong(Attachment::size).sum();
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "attachments of "
              + size
              + " bytes are too large; a mail takes at most "
              + MOST_BYTES
              + " bytes (25 MiB)");
    }
    return List.copyOf(attachments);
  }

  /** Its name, type and size, not its content. */
  @Override
  public String toString() {
    return "Attachment[" + filename + ", " + contentType + ", " + size() + " bytes]";
  }

  private static boolean isBase64(String text) {
    if (text.length() % 4 != 0) {
      return false;
    }
    var end =
        text.endsWith("==") ? text.length() - 2 : text.length() - (text.endsWith("=") ? 1 : 0);
    for (var i = 0; i < end; i++) {
      var c = text.charAt(i);
      var known =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!known) {
        return false;
      }
    }
    return true;
  }
}
