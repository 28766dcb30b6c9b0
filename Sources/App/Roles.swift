import Permissions
import SupervisedTasks

/// 角色 — what each kind of post may do, in one place.
enum Roles {
    static let catalogue = RoleCatalogue([
        officer, approver, leader, departmentOfficer, systemAdministrator, securityAdministrator, auditAdministrator,
    ])

    /// 安委办工作人员 — of province, city or county: sets tasks, sees them through, confirms others' work.
    static let officer = Role(
        "officer", "安委办工作人员", reach: .region,
        permissions: [.readSupervisedTasks, .establishTasks, .handleTasks, .verifyTasks])
    /// 安委办负责人 — approves what the officers set, confirms what they reported.
    static let approver = Role(
        "approver", "安委办负责人", reach: .region, permissions: [.readSupervisedTasks, .approveTasks, .verifyTasks])
    static let leader = Role(
        "leader", "分管领导", reach: .region, permissions: [.readSupervisedTasks, .instructTasks])
    /// 部门工作人员 — sees and does what the department has a part in.
    static let departmentOfficer = Role(
        "department-officer", "部门工作人员", reach: .organisation,
        permissions: [.readSupervisedTasks, .handleTasks, .verifyTasks])
    static let systemAdministrator = Role(
        "system-administrator", "系统管理员", reach: .region, permissions: [.runSystem], administration: .system,
        needsSecondFactor: true)
    static let securityAdministrator = Role(
        "security-administrator", "安全管理员", reach: .region, permissions: [.grantPosts], administration: .security,
        needsSecondFactor: true)
    static let auditAdministrator = Role(
        "audit-administrator", "审计管理员", reach: .region, permissions: [.readAudit], administration: .audit,
        needsSecondFactor: true)
}
