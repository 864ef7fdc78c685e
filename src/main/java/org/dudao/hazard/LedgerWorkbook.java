package org.dudao.hazard;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.BorderStyle;
import org.dhatim.fastexcel.PaperSize;
import org.dhatim.fastexcel.Position;
import org.dhatim.fastexcel.RichText;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dudao.calendar.Deadlines;

/**
 * Writes the ledger as an XLSX workbook with one sheet, row by row, without keeping what is written: a title, the
 * headings, one row per hazard. Whatever people entered is a text cell with just that value; a formula it never becomes.
 * Times are in Asia/Shanghai, to the minute.
 */
final class LedgerWorkbook implements Closeable {

    static final String SHEET = "隐患台账";

    private static final int TITLE = 0;
    private static final int HEAD = 1;
    private static final int FLUSHED_EVERY = 200;
    private static final String DATE_FORMAT = "yyyy-mm-dd hh:mm";

    /** A spreadsheet takes _x0041_ for an A: the underscore has to be written that way itself. */
    private static final Pattern LOOKS_ESCAPED = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private enum Kind {
        /** Text that comes again and again. */
        WORD,
        /** Text of its own in most rows. */
        TEXT,
        NUMBER,
        DATE
    }

    /** @param value answers String, Integer or Instant by its kind, or null for an empty cell */
    private record Column(String heading, double width, Kind kind, Function<Ledger.Row, Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("编号", 17, Kind.TEXT, Ledger.Row::number),
            new Column("学校", 16, Kind.WORD, Ledger.Row::schoolName),
            new Column("整治重点", 14, Kind.WORD, row -> row.area() + " " + row.areaName()),
            new Column("检查事项", 26, Kind.WORD, Ledger.Row::itemText),
            new Column("地点", 14, Kind.TEXT, Ledger.Row::place),
            new Column("隐患描述", 32, Kind.TEXT, Ledger.Row::description),
            new Column("等级", 8, Kind.WORD, row -> row.gradeName() == null ? "未分级" : row.gradeName()),
            new Column("状态", 9, Kind.WORD, Ledger.Row::stateName),
            new Column("是否挂牌督办", 9, Kind.WORD, row -> row.listed() ? "是" : "否"),
            new Column("来源", 10, Kind.WORD, Ledger.Row::source),
            new Column("上报单位", 13, Kind.WORD, Ledger.Row::reportingUnitName),
            new Column("整改责任单位", 13, Kind.WORD, Ledger.Row::responsibleUnitName),
            new Column("复查单位", 13, Kind.WORD, Ledger.Row::reinspectingUnitName),
            new Column("责任人岗位", 13, Kind.WORD, Ledger.Row::namedPostName),
            new Column("退回次数", 7, Kind.NUMBER, Ledger.Row::returns),
            new Column("整改期限", 17, Kind.DATE, Ledger.Row::deadline),
            new Column("登记时间", 17, Kind.DATE, Ledger.Row::registeredAt),
            new Column("销号时间", 17, Kind.DATE, Ledger.Row::closedAt),
            new Column("逾期工作日", 9, Kind.NUMBER, Ledger.Row::overdueWorkingDays));

    private static final int LAST_COLUMN = COLUMNS.size() - 1;

    private final Workbook workbook;
    private final Worksheet sheet;
    private int next = HEAD + 1;

    /**
     * @param out is not closed
     * @param title what the ledger is of, its first line
     * @param about by which filter, when and by whom it was made, its second line
     */
    LedgerWorkbook(OutputStream out, String title, String about) {
        workbook = new Workbook(out, "Dudao", null);
        sheet = workbook.newWorksheet(SHEET);
        page();
        head(title, about);
    }

    private void page() {
        sheet.pageOrientation("landscape");
        sheet.paperSize(PaperSize.A4_PAPER);
        sheet.fitToWidth((short) 1);
        sheet.fitToHeight((short) 0);
        sheet.leftMargin(0.3f);
        sheet.rightMargin(0.3f);
        sheet.topMargin(0.5f);
        sheet.bottomMargin(0.6f);
        sheet.repeatRows(HEAD);
        sheet.footer("第 &P 页，共 &N 页", Position.CENTER, 9);
        sheet.freezePane(0, HEAD + 1);
    }

    private void head(String title, String about) {
        sheet.value(TITLE, 0, text(title + "\n" + about));
        sheet.rowHeight(TITLE, 48);
        sheet.range(TITLE, 0, TITLE, LAST_COLUMN).merge();
        sheet.style(TITLE, 0)
                .bold()
                .fontSize(13)
                .wrapText(true)
                .verticalAlignment("center")
                .set();
        for (int c = 0; c <= LAST_COLUMN; c++) {
            sheet.width(c, COLUMNS.get(c).width());
            sheet.value(HEAD, c, COLUMNS.get(c).heading());
        }
        sheet.range(HEAD, 0, HEAD, LAST_COLUMN)
                .style()
                .bold()
                .fillColor("D9E2F3")
                .borderStyle(BorderStyle.THIN)
                .wrapText(true)
                .horizontalAlignment("center")
                .verticalAlignment("center")
                .set();
    }

    /** @throws UncheckedIOException if it cannot be written */
    void add(Ledger.Row row) {
        for (int c = 0; c <= LAST_COLUMN; c++) {
            Column column = COLUMNS.get(c);
            write(c, column.kind(), column.value().apply(row));
            var style = sheet.style(next, c)
                    .borderStyle(BorderStyle.THIN)
                    .verticalAlignment("top")
                    .wrapText(true);
            (column.kind() == Kind.DATE ? style.format(DATE_FORMAT) : style).set();
        }
        next++;
        if (next % FLUSHED_EVERY == 0) {
            try {
                sheet.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void write(int column, Kind kind, Object value) {
        if (value == null) {
            return;
        }
        switch (kind) {
            case WORD -> sheet.value(next, column, text((String) value));
            // Shared texts are kept in memory until the end; a plain one in its place would lose the blanks around it.
            case TEXT ->
                sheet.inlineString(
                        next,
                        column,
                        RichText.builder().run(text((String) value)).end().build());
            case NUMBER -> sheet.value(next, column, (Integer) value);
            case DATE ->
                sheet.value(
                        next,
                        column,
                        LocalDateTime.ofInstant((Instant) value, Deadlines.ZONE).truncatedTo(ChronoUnit.MINUTES));
        }
    }

    /** What XML cannot hold, the library leaves out. */
    private static String text(String value) {
        return LOOKS_ESCAPED.matcher(value).replaceAll("_x005F_");
    }

    /** Completes the workbook. */
    @Override
    public void close() throws IOException {
        sheet.setAutoFilter(HEAD, 0, Math.max(next - 1, HEAD), LAST_COLUMN);
        workbook.finish();
    }
}
