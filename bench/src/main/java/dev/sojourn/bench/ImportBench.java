package dev.sojourn.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A file of a million contacts over HTTP: contacts per second, and the most memory it took. */
final class ImportBench {
  private static final int ROWS = 1_000_000;
  private static final String LEFT = "select count(*) from import_jobs where status <> 'completed'";

  private final Stage stage;

  ImportBench(Stage stage) {
    this.stage = stage;
  }

  Figures contacts() throws Exception {
    try (Service service = stage.service();
        BenchDatabase database = new BenchDatabase(stage.databaseUrl())) {
      long before = service.peakMegabytes();
      long begin = System.nanoTime();
      upload(service.port());
      double uploaded = (System.nanoTime() - begin) / 1e9;
      double whole = (database.await(LEFT, 0, 100) - begin) / 1e9;
      return new Figures("import")
          .with("contacts_per_s", ROWS / whole)
          .with("upload_s", uploaded)
          .with("contacts", (long) database.number("select count(*) from contacts"))
          .with("peak_mb_before", before)
          .with("peak_mb", service.peakMegabytes());
    }
  }

  private static void upload(int port) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/admin/contacts/import"))
            .header("Authorization", "Bearer " + Service.KEY)
            .header("Content-Type", "text/csv")
            .POST(HttpRequest.BodyPublishers.ofInputStream(Table::new))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IOException("the file was refused: " + answer.body());
    }
  }

  /** The file, made while it is read. */
  private static final class Table extends InputStream {
    private byte[] line = "externalId,email,plan,seats\n".getBytes(StandardCharsets.UTF_8);
    private int place;
    private int row;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (place == line.length && !next()) {
        return -1;
      }
      int count = Math.min(length, line.length - place);
      System.arraycopy(line, place, into, offset, count);
      place += count;
      return count;
    }

    private boolean next() {
      if (row == ROWS) {
        return false;
      }
      StringBuilder lines = new StringBuilder();
      for (int end = Math.min(ROWS, row + 200); row < end; row++) {
        lines.append('u').append(row).append(",u").append(row).append("@example.com,pro,");
        lines.append(row % 100).append('\n');
      }
      line = lines.toString().getBytes(StandardCharsets.UTF_8);
      place = 0;
      return true;
    }
  }
}
