package org.dudao.platform.web;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the person is told about an error.
 *
 * @param status HTTP status
 * @param message Chinese, short: what is wrong and what to do
 * @param detail what the engine said in English, for whoever helps the person; null when it may tell too much
 */
record PlainError(int status, String message, String detail) {

    static final String SOMEBODY_WAS_FASTER = "刚才有别人同时在办同一件事，您的内容没有保存。请刷新页面，看过最新情况后再提交。";

    private static final int LONGEST_DETAIL = 500;

    /** The engine's own prefixes before a message of ours. */
    private static final Pattern BEFORE_OURS = Pattern.compile(
            "(?s)^(Cannot [\\x20-\\x7E]*?: |.{0,500}?\\bCause: |.{0,200}?\\bMessage: '[\\w.]+: )(?=[\\p{IsHan}“《])");

    /** Behind a message of ours where the engine quotes it. */
    private static final Pattern AFTER_OURS = Pattern.compile("'\\s*$");

    private static final List<Known> KNOWN = List.of(
            new Known(409, "OptimisticLocking|updated by another transaction concurrently", SOMEBODY_WAS_FASTER),
            new Known(409, "TaskAlreadyClaimed|already claimed by someone else", "这项任务已经被别人认领，请刷新任务列表。"),
            new Known(409, "SuspendedEntity|is suspended", "这件事已经被暂停办理，请联系工作专班。"),
            new Known(403, "CSRFPreventionFilter", "页面停留太久，登录已经失效。请刷新页面，重新登录后再提交。"),
            new Known(
                    404,
                    "Cannot find task|(?i:no matching task with id)|No task found for taskId|\\btask is null"
                            + "|\\btask \\S+ doesn't exist|Task with id .{0,80} does not exist",
                    "这项任务已经办结或不存在，请刷新任务列表。"),
            new Known(
                    404,
                    "No matching (process )?definition|(?i:no (deployed )?process definition)|processDefinition is null"
                            + "|no processes deployed with key",
                    "没有找到这个流程，可能已经更新或停用。请刷新页面后重新选择。"),
            new Known(
                    404,
                    "No matching process instance|(?i:process instance with id .{0,80} does not exist)"
                            + "|\\bexecution \\S+ doesn't exist|processInstance is null",
                    "这件事已经办完或不存在，请刷新页面。"),
            new Known(404, "Process engine .{0,80} not available", "地址不对，没有这个流程引擎。请检查地址。"),
            new Known(400, "does not match (the )?(password )?policy|PasswordPolicy", "新密码太简单。请换一个更长、字母数字都有的密码。"),
            new Known(
                    400,
                    "Unsupported value type|Cannot convert value|SerializableValue type",
                    "提交的内容里有一项类型不对，请打开表单重新填写后提交。"));

    /**
     * Translates an error.
     *
     * @param status what the engine or the server answers
     * @param type class of the exception, "" when unknown
     * @param message what it says, "" when nothing
     * @param path of the request
     * @return null for an error of the server, of which the person is told no more than a reference
     */
    static PlainError of(int status, String type, String message, String path) {
        String ours = ours(message);
        if (ours != null) {
            return new PlainError(status >= 500 && !type.isEmpty() ? 400 : status, ours, null);
        }
        for (Known known : KNOWN) {
            if (known.fits(status, type, message)) {
                return new PlainError(known.status(), known.message(), detail(message));
            }
        }
        return status >= 500 ? null : new PlainError(status, general(status, message, path), detail(message));
    }

    /** @return whether a message was written for people, that is, by us */
    static boolean isForPeople(String message) {
        return ours(message) != null;
    }

    private static String ours(String message) {
        if (message == null || message.isEmpty()) {
            return null;
        }
        Matcher matcher = BEFORE_OURS.matcher(message);
        String rest = matcher.find()
                ? AFTER_OURS.matcher(message.substring(matcher.end())).replaceFirst("")
                : message;
        int first = rest.codePointAt(0);
        boolean chinese =
                Character.UnicodeScript.of(first) == Character.UnicodeScript.HAN || first == '“' || first == '《';
        return chinese ? rest : null;
    }

    private static String general(int status, String message, String path) {
        return switch (status) {
            case 400 -> message.isEmpty() ? "提交的内容不是有效的JSON，请检查格式后重新提交。" : "提交的内容有误，请检查后重新提交。";
            case 401 -> path.contains("/login/") ? "账号或密码不对，请重新输入。忘记密码请联系管理员。" : "请用您的账号和密码登录后再试。";
            case 403 -> "您没有办理此事项的权限。如果应当由您办理，请联系管理员。";
            case 404 -> "没有找到您要的内容，可能已经办结或被删除。请刷新页面。";
            case 405 -> "这个地址不支持这种操作，请按接口说明调用。";
            case 406, 415 -> "数据格式不对，请用JSON格式提交。";
            case 409 -> "内容和别处有冲突，请刷新页面后重新提交。";
            case 413 -> "提交的内容太大，请删减后再提交。";
            default -> "这次操作没有成功，请刷新页面后再试。";
        };
    }

    private static String detail(String message) {
        if (message.isEmpty()) {
            return null;
        }
        return message.length() > LONGEST_DETAIL ? message.substring(0, LONGEST_DETAIL) + "…" : message;
    }

    private record Known(int status, Pattern pattern, String message) {

        Known(int status, String pattern, String message) {
            this(status, Pattern.compile(pattern), message);
        }

        /** The server's own refusals, such as of permissions, stay what they are. */
        boolean fits(int answered, String type, String said) {
            boolean open = answered >= 500 || answered == 400 || answered == 404 || answered == status;
            return open
                    && (pattern.matcher(type).find() || pattern.matcher(said).find());
        }
    }
}
