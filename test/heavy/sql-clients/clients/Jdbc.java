import java.sql.*;
import java.util.*;

/** pgjdbc: the whole of DatabaseMetaData, fetch size, binary transfer, prepared statements, cancel. */
public class Jdbc {
  static final Map<String, Object> out = new LinkedHashMap<>();

  static String json(Object value) {
    if (value instanceof List<?> list) {
      StringJoiner joiner = new StringJoiner(",", "[", "]");
      for (Object one : list) joiner.add(json(one));
      return joiner.toString();
    }
    if (value instanceof Number || value instanceof Boolean) return value.toString();
    return value == null ? "null" : "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  static List<Object> column(ResultSet rows, String name) throws SQLException {
    List<Object> values = new ArrayList<>();
    try (rows) {
      while (rows.next()) values.add(rows.getObject(name));
    }
    return values;
  }

  static void drain(ResultSet rows) throws SQLException {
    try (rows) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) for (int at = 1; at <= columns; at++) rows.getObject(at);
    }
  }

  static List<Object> sorted(List<Object> values) {
    values.sort(Comparator.comparing(Object::toString));
    return values;
  }

  static void metadata(Connection connection) throws SQLException {
    DatabaseMetaData data = connection.getMetaData();
    out.put("product", data.getDatabaseProductName());
    out.put("catalogs", column(data.getCatalogs(), "TABLE_CAT").contains("lakehouse"));
    List<Object> schemas = column(data.getSchemas(), "TABLE_SCHEM");
    schemas.retainAll(List.of("gold", "tpch"));
    out.put("schemas", schemas);
    out.put("tables", sorted(column(data.getTables(null, "gold", "%", new String[] {"TABLE", "VIEW"}), "TABLE_NAME")));
    out.put("columns", column(data.getColumns(null, "gold", "flights", "%"), "COLUMN_NAME"));
    out.put("types", column(data.getColumns(null, "gold", "flights", "%"), "TYPE_NAME"));
    out.put("allColumns", column(data.getColumns(null, "%", "%", "%"), "COLUMN_NAME").size() > 60);
    out.put("primaryKey", sorted(column(data.getPrimaryKeys(null, "gold", "route_days"), "COLUMN_NAME")));
    out.put("importedKeys", sorted(column(data.getImportedKeys(null, "gold", "flights"), "FKCOLUMN_NAME")));
    out.put("exportedKeys", column(data.getExportedKeys(null, "gold", "airports"), "FKTABLE_NAME").size());
    out.put("crossReference", column(data.getCrossReference(null, "gold", "airports", null, "gold", "airport_months"), "FKCOLUMN_NAME"));
    drain(data.getTableTypes());
    drain(data.getTypeInfo());
    drain(data.getIndexInfo(null, "gold", "flights", false, false));
    drain(data.getBestRowIdentifier(null, "gold", "flights", DatabaseMetaData.bestRowSession, false));
    drain(data.getVersionColumns(null, "gold", "flights"));
    drain(data.getTablePrivileges(null, "gold", "%"));
    drain(data.getColumnPrivileges(null, "gold", "flights", "%"));
    drain(data.getProcedures(null, null, "%"));
    drain(data.getProcedureColumns(null, null, "%", "%"));
    drain(data.getFunctions(null, "gold", "%"));
    drain(data.getFunctionColumns(null, "gold", "%", "%"));
    drain(data.getUDTs(null, "gold", "%", null));
    drain(data.getClientInfoProperties());
    out.put("keywords", !data.getSQLKeywords().isEmpty());
    out.put("identifierLength", data.getMaxColumnNameLength());
    out.put("functions", data.getNumericFunctions().contains("abs") && !data.getTimeDateFunctions().isEmpty());
  }

  static int read(Connection connection, int fetchSize) throws SQLException {
    connection.setAutoCommit(false);
    int count = 0;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(fetchSize);
      try (ResultSet rows = statement.executeQuery("SELECT flight_id, date FROM gold.flights")) {
        while (rows.next()) {
          rows.getLong(1);
          rows.getTimestamp(2);
          count++;
        }
      }
    }
    connection.commit();
    connection.setAutoCommit(true);
    return count;
  }

  static List<Object> values(Connection connection) throws SQLException {
    List<Object> values = new ArrayList<>();
    String sql =
        "SELECT 1.50::numeric, 2.5::float8, true, date '2001-02-03', timestamp '2001-02-03 04:05:06.789', 'é', "
            + "12345678901::int8, 7::int2, ?::int + 1, NULL::text, timestamptz '2001-02-03 04:05:06+00'";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, 41);
      // From the fifth run on the driver names the statement and asks for binary.
      for (int run = 0; run < 8; run++) {
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          List<Object> row = new ArrayList<>();
          for (int at = 1; at <= 10; at++) row.add(rows.getObject(at) == null ? null : rows.getObject(at).toString());
          row.add(rows.getTimestamp(11).toInstant().toString());
          if (run == 0) values = row;
          else if (!values.equals(row)) throw new IllegalStateException(values + " then " + row);
        }
      }
    }
    return values;
  }

  static String cancelled(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(1000);
                  statement.cancel();
                } catch (Exception thrown) {
                  throw new IllegalStateException(thrown);
                }
              });
      canceller.start();
      try {
        drain(statement.executeQuery("SELECT sum(a.delay + b.delay + c.delay) FROM gold.flights a, gold.flights b, gold.flights c"));
        return "finished";
      } catch (SQLException thrown) {
        return thrown.getSQLState();
      } finally {
        canceller.join();
      }
    }
  }

  public static void main(String[] parameters) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    Map<String, String> environment = System.getenv();
    Properties properties = new Properties();
    properties.setProperty("user", environment.get("PGUSER"));
    properties.setProperty("password", environment.get("PGPASSWORD"));
    properties.setProperty("sslmode", "prefer");
    String url = "jdbc:postgresql://" + environment.get("PGHOST") + ":" + environment.get("PGPORT") + "/" + environment.get("PGDATABASE");
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      out.put("valid", connection.isValid(10));
      metadata(connection);
      out.put("rows", read(connection, 0));
      out.put("portalRows", read(connection, 777));
      out.put("values", values(connection));
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      out.put("isolation", connection.getTransactionIsolation());
      out.put("schema", connection.getSchema());
      try (Statement statement = connection.createStatement()) {
        drain(statement.executeQuery("SELECT 1 FROM gold.nowhere"));
      } catch (SQLException thrown) {
        out.put("error", thrown.getSQLState());
      }
      try (Statement statement = connection.createStatement()) {
        out.put("severalResults", statement.execute("SELECT 1; SELECT 2") && statement.getMoreResults());
        statement.setMaxRows(5);
        int count = 0;
        try (ResultSet rows = statement.executeQuery("SELECT iata FROM gold.airports")) {
          while (rows.next()) count++;
        }
        out.put("maxRows", count);
      }
      out.put("cancelled", cancelled(connection));
      out.put("after", connection.isValid(10));
      String list = "SELECT count(*) FROM gold.airports WHERE iata = ANY (?)";
      try (PreparedStatement statement = connection.prepareStatement(list)) {
        statement.setArray(1, connection.createArrayOf("text", new String[] {"LAX", "SFO", "nope"}));
        ResultSet rows = statement.executeQuery();
        rows.next();
        out.put("array", rows.getInt(1));
      }
    }
    StringJoiner joiner = new StringJoiner(",", "{", "}");
    out.forEach((key, value) -> joiner.add(json(key) + ":" + json(value)));
    System.out.println(joiner);
  }
}
