import java.sql.*;
import java.util.*;

/** Crawls a catalog as pgjdbc's DatabaseMetaData does, some rounds over; prints a JSON line for each. */
public class Crawl {
  interface Step {
    ResultSet open() throws SQLException;
  }

  static final Map<String, Double> times = new LinkedHashMap<>();
  static final Map<String, Integer> counts = new LinkedHashMap<>();

  static List<String> step(String name, String column, Step step) throws SQLException {
    long start = System.nanoTime();
    List<String> values = new ArrayList<>();
    try (ResultSet rows = step.open()) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        for (int at = 1; at <= columns; at++) rows.getObject(at);
        values.add(rows.getString(column));
      }
    }
    times.merge(name, (System.nanoTime() - start) / 1e6, Double::sum);
    counts.merge(name, values.size(), Integer::sum);
    return values;
  }

  /** All tables at once, or one table after the other as DBeaver's tree does. */
  static void crawl(Properties properties, String url, boolean perTable) throws SQLException {
    times.clear();
    counts.clear();
    long start = System.nanoTime();
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      times.put("connect", (System.nanoTime() - start) / 1e6);
      DatabaseMetaData data = connection.getMetaData();
      step("getCatalogs", "TABLE_CAT", data::getCatalogs);
      step("getSchemas", "TABLE_SCHEM", data::getSchemas);
      step("getTableTypes", "TABLE_TYPE", data::getTableTypes);
      step("getTypeInfo", "TYPE_NAME", data::getTypeInfo);
      step("getFunctions", "FUNCTION_NAME", () -> data.getFunctions(null, null, "%"));
      step("getProcedures", "PROCEDURE_NAME", () -> data.getProcedures(null, null, "%"));
      List<String> tables =
          step("getTables", "TABLE_NAME", () -> data.getTables(null, "wide", "%", new String[] {"TABLE", "VIEW"}));
      for (String table : perTable ? tables : List.of("%")) {
        step("getColumns", "COLUMN_NAME", () -> data.getColumns(null, "wide", table, "%"));
      }
      for (String table : perTable ? tables : Collections.singletonList((String) null)) {
        step("getPrimaryKeys", "COLUMN_NAME", () -> data.getPrimaryKeys(null, "wide", table));
        step("getImportedKeys", "FKCOLUMN_NAME", () -> data.getImportedKeys(null, "wide", table));
        step("getExportedKeys", "FKCOLUMN_NAME", () -> data.getExportedKeys(null, "wide", table));
        // The driver has no way to ask for the indexes of all tables.
        if (table != null) step("getIndexInfo", "INDEX_NAME", () -> data.getIndexInfo(null, "wide", table, false, true));
      }
    }
    double total = (System.nanoTime() - start) / 1e6;
    StringJoiner steps = new StringJoiner(",");
    times.forEach((name, ms) -> steps.add(String.format(Locale.ROOT, "{\"name\":\"%s\",\"ms\":%.1f,\"rows\":%d}", name, ms, counts.getOrDefault(name, 0))));
    System.out.printf(Locale.ROOT, "{\"perTable\":%b,\"ms\":%.1f,\"steps\":[%s]}%n", perTable, total, steps);
  }

  public static void main(String[] parameters) throws Exception {
    Map<String, String> environment = System.getenv();
    Properties properties = new Properties();
    properties.setProperty("user", environment.get("PGUSER"));
    properties.setProperty("password", environment.get("PGPASSWORD"));
    properties.setProperty("connectTimeout", "120");
    String url = String.format("jdbc:postgresql://%s:%s/%s", environment.get("PGHOST"), environment.get("PGPORT"), environment.get("PGDATABASE"));
    int rounds = Integer.parseInt(parameters[0]);
    for (int round = 0; round < rounds; round++) crawl(properties, url, false);
    for (int round = 0; round < 2; round++) crawl(properties, url, true);
  }
}
