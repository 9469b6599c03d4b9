package dev.identitycenter.operator.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LoadState;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.compiler.LuaC;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.PackageLib;
import org.luaj.vm2.lib.TableLib;

/** A health script as Argo CD runs it: with base, package and table of Lua's libraries only. */
final class HealthScript {

  /** What Argo CD shows of an object. */
  record Health(String status, String message) {}

  private final String source;

  private HealthScript(String source) {
    this.source = source;
  }

  /** The script we ship for a kind. */
  static HealthScript of(String kind) {
    return new HealthScript(read(folder(kind).resolve("health.lua")));
  }

  /** Where the script, its tests and their data are. */
  static Path folder(String kind) {
    return Path.of("config/argocd/identitycenter.dev", kind);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String source() {
    return source;
  }

  Health assess(JsonNode object) {
    var globals = new Globals();
    globals.load(new BaseLib());
    globals.load(new PackageLib());
    globals.load(new TableLib());
    LoadState.install(globals);
    LuaC.install(globals);
    globals.set("obj", lua(object));
    var health = globals.load(source, "health.lua").call();
    return new Health(
        health.get("status").checkjstring(), health.get("message").optjstring("no message"));
  }

  private static LuaValue lua(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var table = new LuaTable();
        node.properties().forEach(field -> table.set(field.getKey(), lua(field.getValue())));
        yield table;
      }
      case ARRAY -> {
        var table = new LuaTable();
        for (int i = 0; i < node.size(); i++) {
          table.set(i + 1, lua(node.get(i)));
        }
        yield table;
      }
      case NUMBER -> LuaValue.valueOf(node.asDouble());
      case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
      case STRING -> LuaValue.valueOf(node.asText());
      default -> LuaValue.NIL;
    };
  }
}
