import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.LexerInterpreter;
import org.antlr.v4.runtime.ParserInterpreter;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.VocabularyImpl;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNDeserializer;

/**
 * Parses statements, which NUL separates, by an ANTLR grammar of T-SQL that is given as the tables which ANTLR made of
 * it. Prints the place and the fault of each statement that does not parse, and how many there were.
 */
public final class ParseTsql {
  private static final class Tables {
    final List<String> rules;
    final List<String> channels;
    final List<String> modes;
    final Vocabulary vocabulary;
    final ATN atn;

    Tables(Path file) throws Exception {
      List<String> lines = Files.readAllLines(file);
      vocabulary = new VocabularyImpl(names(lines, "token literal names:"), names(lines, "token symbolic names:"));
      rules = section(lines, "rule names:");
      channels = section(lines, "channel names:");
      modes = section(lines, "mode names:");
      String[] numbers = section(lines, "atn:").get(0).replaceAll("[\\[\\] ]", "").split(",");
      char[] serialized = new char[numbers.length];
      for (int index = 0; index < numbers.length; index += 1) serialized[index] = (char) Integer.parseInt(numbers[index]);
      atn = new ATNDeserializer().deserialize(serialized);
    }

    private static List<String> section(List<String> lines, String title) {
      int start = lines.indexOf(title);
      List<String> found = new ArrayList<>();
      if (start < 0) return found;
      for (String line : lines.subList(start + 1, lines.size())) {
        if (line.isEmpty()) break;
        found.add(line);
      }
      return found;
    }

    private static String[] names(List<String> lines, String title) {
      return section(lines, title).stream().map(name -> name.equals("null") ? null : name).toArray(String[]::new);
    }
  }

  private static final class FirstFault extends BaseErrorListener {
    String text;

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer, Object symbol, int line, int at, String message, RecognitionException cause) {
      if (text == null) text = at + ": " + message.substring(0, Math.min(200, message.length()));
    }
  }

  public static void main(String[] args) throws Exception {
    Tables lexing = new Tables(Path.of(args[0], "tsqlLexer.interp"));
    Tables parsing = new Tables(Path.of(args[0], "tsql.interp"));
    String[] statements = Files.readString(Path.of(args[1])).split("\0");
    for (int index = 0; index < statements.length; index += 1) {
      FirstFault fault = new FirstFault();
      // Its keywords are in capitals alone.
      String text = statements[index].toUpperCase(Locale.ROOT);
      LexerInterpreter lexer =
          new LexerInterpreter(
              "tsql.g4", lexing.vocabulary, lexing.rules, lexing.channels, lexing.modes, lexing.atn, CharStreams.fromString(text));
      lexer.removeErrorListeners();
      lexer.addErrorListener(fault);
      ParserInterpreter parser =
          new ParserInterpreter("tsql.g4", parsing.vocabulary, parsing.rules, parsing.atn, new CommonTokenStream(lexer));
      parser.removeErrorListeners();
      parser.addErrorListener(fault);
      parser.parse(parsing.rules.indexOf("tsql_file"));
      if (fault.text != null) System.out.println(index + "\t" + fault.text);
    }
    System.out.println("parsed\t" + statements.length);
  }
}
