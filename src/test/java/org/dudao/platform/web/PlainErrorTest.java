package org.dudao.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | RestException | Cannot complete task 4: 先填表单。 | 400 | 先填表单。",
                "400 | RestException | Cannot submit task form 4: “位置”还没有填，请填写。 | 400 | “位置”还没有填，请填写。",
                "500 | RestException | Cannot instantiate process definition a:1:2: 《方案》已经发起过。 | 400 | 《方案》已经发起过。",
                "500 | RestException | Cannot submit task form 4: Error while evaluating expression: ${a.b()}. Cause:"
                        + " 不能复查自己整改的隐患。 | 400 | 不能复查自己整改的隐患。",
                "500 | ProcessEngineException | ENGINE-03051 There was an exception while invoking the TaskListener. Message:"
                        + " 'org.camunda.bpm.engine.BadUserRequestException: 只有指定的岗位才能办理。' | 400 | 只有指定的岗位才能办理。",
                "403 | '' | 您不能看。 | 403 | 您不能看。",
                "500 | '' | 系统出了故障。 | 500 | 系统出了故障。",
            })
    void keepsOurOwnWords(int status, String type, String said, int answered, String message) {
        PlainError plain = PlainError.of(status, type, said, "");

        assertThat(plain).isEqualTo(new PlainError(answered, message, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | RestException | Cannot complete task 4: Cannot find task with id 4: task is null | 404 | 这项任务",
                "404 | InvalidRequestException | No matching task with id 4 | 404 | 这项任务",
                "500 | NullValueException | Cannot find task with id x: task is null | 404 | 这项任务",
                "500 | OptimisticLockingException | ENGINE-03005 any | 409 | 刚才有别人",
                "500 | RestException | Cannot submit task form 4: ENGINE-03005 Execution of 'UPDATE X' failed."
                        + " Entity was updated by another transaction concurrently. | 409 | 刚才有别人",
                "500 | TaskAlreadyClaimedException | Task '4' is already claimed by someone else. | 409 | 这项任务已经被别人认领",
                "500 | SuspendedEntityInteractionException | task 4 is suspended. | 409 | 这件事已经被暂停",
                "404 | RestException | No matching definition with id 4 | 404 | 没有找到这个流程",
                "404 | RestException | No matching process definition with key: x and no tenant-id | 404 | 没有找到这个流程",
                "404 | InvalidRequestException | Process instance with id 4 does not exist | 404 | 这件事已经办完",
                "400 | InvalidRequestException | Cannot submit task form 4: Unsupported value type 'X' | 400 |"
                        + " 提交的内容里有一项类型不对",
                "400 | InvalidRequestException | '' | 400 | 提交的内容不是有效的JSON",
                "403 | AuthorizationException | The user with id 'a' does not have 'X' permission | 403 | 您没有办理此事项的权限",
                "403 | '' | CSRFPreventionFilter: Invalid HTTP Header Token. | 403 | 页面停留太久",
                "401 | '' | '' | 401 | 请用您的账号",
                "405 | NotAllowedException | HTTP 405 | 405 | 这个地址不支持",
                "415 | NotSupportedException | HTTP 415 | 415 | 数据格式不对",
                "418 | '' | '' | 418 | 这次操作没有成功",
            })
    void translates(int status, String type, String said, int answered, String start) {
        PlainError plain = PlainError.of(status, type, said, "");

        assertThat(plain.status()).isEqualTo(answered);
        assertThat(plain.message()).startsWith(start).endsWith("。").hasSizeLessThan(60);
        assertThat(plain.detail()).isEqualTo(said.isEmpty() ? null : said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "500 | ProcessEngineException | Unknown property used in expression: ${a}. Cause: Cannot resolve",
                "500 | PersistenceException | ### Error. Cause: org.postgresql.util.PSQLException: 错误: 重复键违反唯一约束",
                "503 | '' | ''",
            })
    void tellsNothingOfAFailureOfTheServer(int status, String type, String said) {
        assertThat(PlainError.of(status, type, said, "")).isNull();
    }

    @Test
    void saysAtALoginWhatWasWrong() {
        assertThat(PlainError.of(401, "", "", "/camunda/api/admin/auth/user/default/login/tasklist")
                        .message())
                .startsWith("账号或密码不对");
    }

    @Test
    void shortensALongDetail() {
        assertThat(PlainError.of(400, "X", "x".repeat(5000), "").detail()).hasSize(501);
    }
}
