package dev.sojourn.runtime.email;

import dev.sojourn.core.mail.Attachment;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SQL of the files that wait for their mails to be rendered. */
final class SendFileStore {
  /** The database decodes them. */
  static final String ADD =
      """
      insert into send_files(send_id, number, filename, content_type, content_id, content)
      select $1::int8, u.number, u.filename, u.content_type, u.content_id,
        decode(u.content, 'base64')
      from unnest($2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
        u(filename, content_type, content_id, content, number)
      """;

  static final String LOAD =
      """
      select f.send_id, f.filename, f.content_type, f.content_id, f.content
      from send_files f
      where f.send_id = any($1::int8[])
      order by f.send_id, f.number
      """;

  static final String DROP = "delete from send_files f where f.send_id = any($1::int8[])";

  private SendFileStore() {}

  /** A file as it is stored. */
  record Stored(String filename, String contentType, @Nullable String contentId, Buffer content) {
    Attachment attachment() {
      return Attachment.of(filename, contentType, content.getBytes(), contentId);
    }
  }

  static Object[] added(long send, List<Attachment> files) {
    return new Object[] {
      send,
      files.stream().map(Attachment::filename).toArray(String[]::new),
      files.stream().map(Attachment::contentType).toArray(String[]::new),
      files.stream().map(Attachment::contentId).toArray(String[]::new),
      files.stream().map(Attachment::base64).toArray(String[]::new)
    };
  }

  static Map<Long, List<Stored>> loaded(RowSet<Row> rows) {
    var files = new HashMap<Long, List<Stored>>();
    for (var row : rows) {
      files
          .computeIfAbsent(row.getLong(0), fresh -> new ArrayList<>())
          .add(new Stored(row.getString(1), row.getString(2), row.getString(3), row.getBuffer(4)));
    }
    return files;
  }
}
