package dev.sojourn.runtime.app

import java.sql.Connection

/** A look into a database, past the service. */
class Sight implements AutoCloseable {
  private final Connection connection

  Sight(Connection connection) {
    this.connection = connection
  }

  void run(String statement) {
    connection.createStatement().withCloseable { it.execute(statement) }
  }

  /** How many rows the statement changed. */
  int change(String statement) {
    connection.createStatement().withCloseable { it.executeUpdate(statement) }
  }

  long number(String query) {
    text(query) as long
  }

  String text(String query) {
    def all = texts(query)
    assert all.size() == 1: query
    all[0]
  }

  /** The first column of all rows. */
  List<String> texts(String query) {
    connection.createStatement().withCloseable { statement ->
      def rows = statement.executeQuery(query)
      def all = []
      while (rows.next()) {
        all << rows.getString(1)
      }
      all
    }
  }

  @Override
  void close() {
    connection.close()
  }
}
