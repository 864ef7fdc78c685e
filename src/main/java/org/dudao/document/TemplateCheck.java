package org.dudao.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.poi.xwpf.usermodel.IBody;
import org.apache.poi.xwpf.usermodel.IBodyElement;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;
import org.dudao.platform.ApiProblem;

/** Reads the tags of a template and says in Chinese what is wrong with the first that cannot be filled in. */
final class TemplateCheck {

    private static final Pattern TAG = Pattern.compile("\\{\\{\\s*([?/@#*+]?)\\s*([^{}]*?)\\s*}}");
    private static final Pattern COLUMN = Pattern.compile("\\[\\s*(@?)\\s*([^\\[\\]]*?)\\s*]");

    /** The tags at one place: those of the template, or of the list that it is in. */
    private record Scope(String list, Tags tags) {}

    private final Template template;
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private final Set<String> used = new HashSet<>();

    private TemplateCheck(Template template) {
        this.template = template;
        scopes.push(new Scope("", template.tags()));
    }

    /** @throws ApiProblem where the file is no DOCX or has a tag that cannot be filled in */
    static void require(Template template, byte[] file) {
        used(template, file);
    }

    /** The tags that the template has, those of a list as {@code 列表/名}. */
    static Set<String> used(Template template, byte[] file) {
        TemplateCheck check = new TemplateCheck(template);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(file))) {
            Stream.concat(
                            document.getHeaderList().stream().map(part -> (IBody) part),
                            Stream.concat(Stream.of(document), document.getFooterList().stream()))
                    .forEach(check::part);
        } catch (IOException | RuntimeException e) {
            if (e instanceof ApiProblem problem) {
                throw problem;
            }
            throw ApiProblem.conflict("文书模板 %s 打不开，它应当是 WPS 或 Word 存成的 .docx 文件。请管理员重新存一次".formatted(template.file()));
        }
        return check.used;
    }

    private void part(IBody body) {
        read(body);
        if (scopes.size() > 1) {
            throw problem("{{?%s}}没有对应的{{/%s}}"
                    .formatted(scopes.peek().list(), scopes.peek().list()));
        }
    }

    private void read(IBody body) {
        for (IBodyElement element : body.getBodyElements()) {
            if (element instanceof XWPFParagraph paragraph) {
                read(paragraph.getText());
            } else if (element instanceof XWPFTable table) {
                read(table);
            }
        }
    }

    private void read(XWPFTable table) {
        List<Scope> below = new ArrayList<>();
        for (XWPFTableRow row : table.getRows()) {
            if (!below.isEmpty()) {
                below.forEach(scope -> columns(row, scope));
                below.clear();
                continue;
            }
            for (XWPFTableCell cell : row.getTableCells()) {
                read(cell);
                Matcher tag = TAG.matcher(cell.getText());
                while (tag.find()) {
                    listNamed(tag).ifPresent(below::add);
                }
            }
        }
        if (!below.isEmpty()) {
            throw problem("{{%s}}的下一行应当是列出各项的那一行".formatted(below.get(0).list()));
        }
    }

    private Optional<Scope> listNamed(Matcher tag) {
        return tag.group(1).isEmpty()
                ? scopes.peek()
                        .tags()
                        .find(tag.group(2))
                        .filter(found -> found.kind() == Tags.Kind.LIST)
                        .map(found -> new Scope(tag.group(2), found.each()))
                : Optional.empty();
    }

    private void columns(XWPFTableRow row, Scope scope) {
        for (XWPFTableCell cell : row.getTableCells()) {
            Matcher column = COLUMN.matcher(cell.getText());
            while (column.find()) {
                require(scope, column.group(1), column.group(2), column.group());
            }
        }
    }

    private void read(String text) {
        Matcher tag = TAG.matcher(text);
        while (tag.find()) {
            String sign = tag.group(1);
            String name = tag.group(2);
            switch (sign) {
                case "?" -> open(name);
                case "/" -> {
                    if (scopes.size() == 1 || !scopes.peek().list().equals(name)) {
                        throw problem("{{/%s}}没有对应的{{?%s}}，或者次序不对".formatted(name, name));
                    }
                    scopes.pop();
                }
                default -> {
                    if (sign.isEmpty() && listNamed(tag).isPresent()) {
                        used(scopes.peek(), name);
                    } else {
                        require(scopes.peek(), sign, name, tag.group());
                    }
                }
            }
        }
    }

    private void open(String name) {
        Tags.Tag found = scopes.peek()
                .tags()
                .find(name)
                .filter(tag -> tag.kind() == Tags.Kind.LIST)
                .orElseThrow(() -> problem("{{?%s}}不是一个列表".formatted(name)));
        used(scopes.peek(), name);
        scopes.push(new Scope(name, found.each()));
    }

    private void require(Scope scope, String sign, String name, String written) {
        Tags.Kind kind =
                switch (sign) {
                    case "" -> Tags.Kind.TEXT;
                    case "@" -> Tags.Kind.PICTURE;
                    default -> throw problem("标签%s的写法不支持".formatted(written));
                };
        Tags.Tag found = scope.tags()
                .find(name)
                .orElseThrow(() -> problem("标签%s不认识，这里可以用的有：%s"
                        .formatted(
                                written, String.join("、", scope.tags().byName().keySet()))));
        if (found.kind() != kind) {
            throw problem(
                    switch (found.kind()) {
                        case TEXT -> "%s是文字，应当写成{{%s}}，在表格的列表行里写成[%s]".formatted(name, name, name);
                        case PICTURE -> "%s是图片，应当写成{{@%s}}，在表格的列表行里写成[@%s]".formatted(name, name, name);
                        case LIST -> "%s是列表，应当写在表格里，或者写成{{?%s}}……{{/%s}}".formatted(name, name, name);
                    });
        }
        used(scope, name);
    }

    private void used(Scope scope, String name) {
        used.add(scope.list().isEmpty() ? name : scope.list() + "/" + name);
    }

    private ApiProblem problem(String what) {
        return ApiProblem.conflict("文书模板 %s 有错：%s。请管理员改正后再试".formatted(template.file(), what));
    }
}
