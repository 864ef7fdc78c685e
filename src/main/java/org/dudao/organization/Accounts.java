package org.dudao.organization;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.dudao.plan.Plan;
import org.dudao.plan.Plans;
import org.dudao.plan.Post;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The first administrator everywhere; on the embedded sample also one user per post of the sample town, all with one
 * password. On a server no further user is made: the administrator does that in Admin.
 */
@Component
class Accounts implements InitializingBean {

    static final String ADMIN = "admin";

    private static final Logger log = LoggerFactory.getLogger(Accounts.class);
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private final Plans plans;
    private final IdentityService identity;
    private final Grants grants;
    private final boolean sample;
    private final Path dataDirectory;
    private final String samplePassword;
    private final String adminPassword;

    Accounts(
            Plans plans,
            IdentityService identity,
            Grants grants,
            // The units' groups come first: posts become their members.
            Organization organization,
            @Value("#{'${spring.datasource.url:}'.isBlank()}") boolean sample,
            @Value("${dudao.data-dir:./data}") Path dataDirectory,
            @Value("${dudao.sample-password:}") String samplePassword,
            @Value("${dudao.admin-password:}") String adminPassword) {
        this.plans = plans;
        this.identity = identity;
        this.grants = grants;
        this.sample = sample;
        this.dataDirectory = dataDirectory;
        this.samplePassword = samplePassword;
        this.adminPassword = adminPassword;
    }

    @Override
    public void afterPropertiesSet() {
        if (sample) {
            String password = keptSamplePassword();
            administrator(adminPassword.isBlank() ? password : adminPassword);
            plans.all().forEach(plan -> posts(plan, password));
        } else if (identity.createUserQuery().userId(ADMIN).count() == 0) {
            boolean made = adminPassword.isBlank();
            String password = made ? newPassword() : adminPassword;
            administrator(password);
            if (made) {
                log.warn("管理员账号 {} 的初始密码（只显示这一次，请登录后立即修改）：{}", ADMIN, password);
            }
        }
    }

    private void posts(Plan plan, String password) {
        plan.units().forEach(unit -> unit.posts().forEach(post -> user(post, unit.id(), password)));
        plan.schools().forEach(school -> school.posts().forEach(post -> user(post, school.id(), password)));
    }

    private void user(Post post, String unit, String password) {
        if (identity.createUserQuery().userId(post.id()).count() == 0) {
            User user = identity.newUser(post.id());
            user.setFirstName(post.name());
            user.setLastName("");
            user.setPassword(password);
            ((IdentityServiceImpl) identity).saveUser(user, true);
        }
        if (identity.createUserQuery().userId(post.id()).memberOfGroup(unit).count() == 0) {
            identity.createMembership(post.id(), unit);
        }
    }

    private void administrator(String password) {
        if (identity.createGroupQuery().groupId(Groups.CAMUNDA_ADMIN).count() == 0) {
            var group = identity.newGroup(Groups.CAMUNDA_ADMIN);
            group.setName("系统管理员");
            group.setType(Groups.GROUP_TYPE_SYSTEM);
            identity.saveGroup(group);
        }
        for (Resource resource : Resources.values()) {
            grants.toGroup(Groups.CAMUNDA_ADMIN, resource, "*", Permissions.ALL);
        }
        if (identity.createUserQuery().userId(ADMIN).count() == 0) {
            User user = identity.newUser(ADMIN);
            user.setFirstName("系统管理员");
            user.setLastName("");
            user.setPassword(password);
            ((IdentityServiceImpl) identity).saveUser(user, true);
            identity.createMembership(ADMIN, Groups.CAMUNDA_ADMIN);
        }
    }

    private String keptSamplePassword() {
        Path file = dataDirectory.resolve("sample-password.txt");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            String password = samplePassword.isBlank() ? newPassword() : samplePassword;
            Files.createDirectories(dataDirectory);
            Files.writeString(file, password + "\n");
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            log.info("示例镇所有账号的密码：{}（保存在 {}）", password, file.toAbsolutePath());
            return password;
        } catch (IOException e) {
            throw new UncheckedIOException("无法写入 " + file.toAbsolutePath() + "，请检查数据目录是否可写", e);
        }
    }

    private static String newPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
