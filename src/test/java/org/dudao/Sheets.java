package org.dudao;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;

/** Reads workbooks back as a spreadsheet program would. */
public final class Sheets {

    private static final String DATE_FORMAT = "yyyy-mm-dd hh:mm";

    private Sheets() {}

    /**
     * The rows of the first sheet, values as String, Integer, LocalDateTime (by the cell's format) or null.
     *
     * @throws IllegalStateException at a formula
     */
    public static List<List<Object>> rows(byte[] workbook, int columns) {
        try (ReadableWorkbook read =
                new ReadableWorkbook(new ByteArrayInputStream(workbook), new ReadingOptions(true, false))) {
            List<List<Object>> rows = new ArrayList<>();
            for (Row row : read.getFirstSheet().read()) {
                List<Object> values = new ArrayList<>();
                for (int c = 0; c < columns; c++) {
                    values.add(row.getOptionalCell(c).map(Sheets::value).orElse(null));
                }
                rows.add(values);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object value(Cell cell) {
        if (cell.getFormula() != null) {
            throw new IllegalStateException("formula at " + cell.getAddress() + ": " + cell.getFormula());
        }
        if (cell.getType() == CellType.EMPTY) {
            return null;
        }
        if (cell.getType() == CellType.NUMBER) {
            return DATE_FORMAT.equals(cell.getDataFormatString())
                    ? cell.asDate()
                    : (Object) cell.asNumber().intValueExact();
        }
        return cell.asString();
    }

    /** One of the workbook's files as text. */
    public static String part(byte[] workbook, String name) {
        try {
            // Only the directory at the end tells the sizes of what was written as it came.
            Path file = Files.createTempFile("workbook", ".xlsx");
            try {
                Files.write(file, workbook);
                try (ZipFile zip = new ZipFile(file.toFile())) {
                    return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
