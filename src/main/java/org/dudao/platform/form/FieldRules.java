package org.dudao.platform.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dudao.platform.form.FormField.Kind;
import org.dudao.platform.form.FormField.Rules;
import org.dudao.platform.form.FormField.Subtype;

/** The rules of single inputs. Each problem is one sentence in Chinese: which input, what is wrong, what to do. */
final class FieldRules {

    /** The engine keeps text variables in a column of this many characters. */
    static final int LONGEST_TEXT = 4000;

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2100;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(9_007_199_254_740_991L);
    private static final Pattern NUMBER_TEXT = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");
    private static final Pattern PHONE = Pattern.compile("(\\+|00)\\d{7,25}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final String TIME_OF_DAY = "([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?(Z|[+-]\\d{2}:\\d{2})?";
    private static final Pattern TIME = Pattern.compile(TIME_OF_DAY);
    private static final Pattern DATE_AND_TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})T" + TIME_OF_DAY);

    private final InstantSource clock;

    FieldRules(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param value what {@link SubmittedValue} read for this input
     * @param options what may be chosen; empty for inputs that are no choice
     */
    Optional<String> problem(FormField field, Object value, List<JsonNode> options) {
        String problem = null;
        if (isEmpty(field, value)) {
            problem = field.rules().required() ? missing(field) : null;
        } else if (field.kind().isText()) {
            problem = text(field.rules(), (String) value);
        } else if (field.kind() == Kind.NUMBER) {
            problem = number(field, value);
        } else if (field.kind() == Kind.DATETIME) {
            problem = dateTime(field, (String) value);
        } else if (field.kind().isChoice()) {
            problem = isOption(value, options) ? null : "选的内容不在可选范围内，请重新选择";
        } else if (field.kind().isList()) {
            problem = list((List<?>) value, options);
        }
        return Optional.ofNullable(problem).map(text -> named(field, text));
    }

    static String named(FormField field, String problem) {
        return "“" + field.label() + "”" + problem;
    }

    /** A box that is not ticked is empty, as in form-js. */
    private static boolean isEmpty(FormField field, Object value) {
        return value == null
                || field.kind() == Kind.CHECKBOX && value.equals(false)
                || value instanceof String text && trimmed(text).isEmpty() && isStorable(text)
                || value instanceof List<?> list && list.isEmpty();
    }

    private static String missing(FormField field) {
        return switch (field.kind()) {
            case CHECKBOX -> "需要打勾确认，请打勾后再提交";
            case CHECKLIST, TAGLIST -> "还没有选，请至少选一项";
            case SELECT, RADIO -> "还没有选，请选择一项";
            case DATETIME -> field.details().subtype() == Subtype.TIME ? "还没有填，请填写时间" : "还没有填，请选择日期";
            case NUMBER -> "还没有填，请填写数字";
            case TEXTFIELD, TEXTAREA -> "还没有填，请填写";
        };
    }

    private static String text(Rules rules, String text) {
        if (!isStorable(text)) {
            return "里有不能保存的特殊字符，请删掉这些字符后再提交";
        }
        int length = trimmed(text).length();
        if (rules.minLength() != null && length < rules.minLength()) {
            return "至少写" + rules.minLength() + "个字，现在是" + length + "个字";
        }
        if (rules.maxLength() != null && length > rules.maxLength()) {
            return "最多写" + rules.maxLength() + "个字，现在是" + length + "个字，请写短一些";
        }
        if (text.length() > LONGEST_TEXT) {
            return "最多写" + LONGEST_TEXT + "个字（空格也算），现在是" + text.length() + "个字，请写短一些";
        }
        if (rules.pattern() != null && !rules.pattern().matcher(text).find()) {
            return "的格式不对，请按这一项下面的说明填写";
        }
        return switch (rules.validationType()) {
            case "email" -> EMAIL.matcher(text).matches() ? null : "不是邮箱地址，请检查后重新填写";
            case "phone" -> PHONE.matcher(text).matches() ? null : "不是电话号码，请从国家代码写起，例如+8671588880000";
            default -> null;
        };
    }

    /** No control characters but line break and tab, and no half of a character pair, which the database refuses. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .allMatch(c -> c == '\n'
                        || c == '\r'
                        || c == '\t'
                        || !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE);
    }

    /** Strips what the browser's trim() strips. */
    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }

    /** One kind of line break only. */
    static String normalised(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static String number(FormField field, Object value) {
        if (value instanceof String text && !NUMBER_TEXT.matcher(text).matches()) {
            return "要填数字，请用阿拉伯数字填写";
        }
        BigDecimal number = SubmittedValue.decimal(value);
        if (number.abs().compareTo(LARGEST) > 0) {
            return "的数字太大，请检查后重新填写";
        }
        Rules rules = field.rules();
        if (rules.min() != null && number.compareTo(rules.min()) < 0) {
            return "不能小于" + rules.min().toPlainString() + "，请改正";
        }
        if (rules.max() != null && number.compareTo(rules.max()) > 0) {
            return "不能大于" + rules.max().toPlainString() + "，请改正";
        }
        Integer digits = field.details().decimalDigits();
        if (digits != null && number.stripTrailingZeros().scale() > digits) {
            return digits == 0 ? "要填整数，请去掉小数" : "最多保留" + digits + "位小数，请改正";
        }
        BigDecimal step = field.details().increment();
        if (step != null && step.signum() > 0 && number.remainder(step).signum() != 0) {
            return "要填" + step.toPlainString() + "的倍数，请改正";
        }
        return null;
    }

    /** Whole numbers as Integer or Long where the form asks for whole ones, else as they came. */
    static Object normalised(FormField field, Number number) {
        boolean whole = Integer.valueOf(0).equals(field.details().decimalDigits());
        if (!whole && (number instanceof Float || number instanceof Double)) {
            return number.doubleValue();
        }
        long value = number.longValue();
        if (value == (int) value && !(number instanceof Long)) {
            return (int) value;
        }
        return value;
    }

    private String dateTime(FormField field, String text) {
        if (field.details().subtype() == Subtype.TIME) {
            return TIME.matcher(text).matches() ? null : "不是有效的时间，请按“08:30”这样填写";
        }
        String day = text;
        if (field.details().subtype() == Subtype.DATETIME) {
            Matcher matcher = DATE_AND_TIME.matcher(text);
            if (!matcher.matches()) {
                return "不是有效的日期和时间，请重新选择日期和时间";
            }
            day = matcher.group(1);
        }
        return date(field, day);
    }

    private String date(FormField field, String text) {
        LocalDate date;
        try {
            date = DATE.matcher(text).matches() ? LocalDate.parse(text) : null;
        } catch (DateTimeException e) {
            date = null;
        }
        if (date == null) {
            return "不是有效的日期，请重新选择，例如2026-11-30";
        }
        if (date.getYear() < FIRST_YEAR || date.getYear() >= LAST_YEAR) {
            return "的年份不对，请选择" + FIRST_YEAR + "年到" + (LAST_YEAR - 1) + "年之间的日期";
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZONE);
        if (field.details().noPast() && date.isBefore(today)) {
            return "不能早于今天（" + today + "），请重新选择";
        }
        return null;
    }

    private static String list(List<?> chosen, List<JsonNode> options) {
        if (!chosen.stream().allMatch(entry -> isOption(entry, options))) {
            return "选的内容不在可选范围内，请重新选择";
        }
        return new HashSet<>(chosen).size() < chosen.size() ? "里有一项选了两次，请重新选择" : null;
    }

    private static boolean isOption(Object value, List<JsonNode> options) {
        return options.stream().anyMatch(option -> {
            if (value instanceof Number) {
                return option.isNumber() && option.decimalValue().compareTo(SubmittedValue.decimal(value)) == 0;
            }
            return value instanceof Boolean flag
                    ? option.isBoolean() && option.booleanValue() == flag
                    : option.isTextual() && option.textValue().equals(value);
        });
    }
}
