import Enterprises
import HiddenDangers
import Inspections
import Permissions
import PolicyDocuments
import RiskGrading
import SupervisedTasks

/// 角色 — what each kind of post may do, in one place.
enum Roles {
    static let catalogue = RoleCatalogue([
        officer, approver, leader, departmentOfficer, inspector, inspectionHead, townshipInspector,
        enterpriseSafetyOfficer, enterpriseSafetyHead, systemAdministrator, securityAdministrator, auditAdministrator,
    ])

    /// 安委办工作人员 — of province, city or county: sets tasks, sees them through, confirms others' work.
    static let officer = Role(
        "officer", "安委办工作人员", reach: .region,
        permissions: [
            .readPolicyDocuments, .reviewPolicyDocuments, .publishPolicyDocuments, .readDrafting, .readDraftingParts,
            .manageDrafting,
            .contributeToDrafting, .readSupervisedTasks, .establishTasks, .handleTasks, .verifyTasks, .readDangers,
            .reportDangers,
            .gradeDangers, .verifyDangers, .listDangers, .rewardFinders,
            .readEnterprises, .readPapers, .filePapers, .maintainEnterprises, .importEnterprises, .readFactCorrections,
            .askFactCorrections, .readRisks, .superviseRisks, .readInspections,
            .answerFactCorrections,
        ])
    /// 安委办负责人 — approves what the officers set, confirms what they reported.
    static let approver = Role(
        "approver", "安委办负责人", reach: .region,
        permissions: [
            .readPolicyDocuments, .readDrafting, .readDraftingParts, .readSupervisedTasks, .approveTasks, .verifyTasks,
            .readDangers, .verifyDangers,
            .listDangers, .readEnterprises, .readPapers, .readFactCorrections, .askFactCorrections,
            .readRisks, .readInspections,
            .answerFactCorrections,
            .knownThen,
        ])
    static let leader = Role(
        "leader", "分管领导", reach: .region,
        permissions: [
            .readPolicyDocuments, .readDrafting, .readDraftingParts, .readSupervisedTasks, .instructTasks, .readDangers,
            .readEnterprises, .readPapers,
            .readRisks, .readInspections,
            .knownThen,
        ])
    /// 部门工作人员 — sees and does what the department has a part in.
    static let departmentOfficer = Role(
        "department-officer", "部门工作人员", reach: .organisation,
        permissions: [.readSupervisedTasks, .handleTasks, .verifyTasks, .readDraftingParts, .contributeToDrafting])
    /// 行政检查人员 — of a body with the power to inspect: applies for inspections of enterprises, carries them out, looks again.
    static let inspector = Role(
        "inspector", "行政检查人员", reach: .region,
        permissions: [
            .readInspections, .conductInspections, .readDangers, .reportDangers, .gradeDangers, .verifyDangers,
            .readEnterprises, .readPapers, .readRisks,
        ])
    /// 检查机关负责人 — approves inspections and enters the caps that the body published.
    static let inspectionHead = Role(
        "inspection-head", "检查机关负责人", reach: .region,
        permissions: [
            .readInspections, .approveInspections, .publishCaps, .readDangers, .readEnterprises, .readPapers,
            .readRisks,
        ])
    /// 乡镇检查员 — finds dangers in the township, says how grave they are, and looks again.
    static let townshipInspector = Role(
        "township-inspector", "乡镇检查员", reach: .region,
        permissions: [
            .readDangers, .reportDangers, .gradeDangers, .verifyDangers, .readEnterprises, .readPapers, .readRisks,
            .readInspections,
        ])
    /// 企业安全员 — of one enterprise, and sees no other.
    static let enterpriseSafetyOfficer = Role(
        "enterprise-safety-officer", "企业安全员", reach: .organisation,
        permissions: [
            .readDangers, .checkOwnDangers, .rectifyDangers, .readEnterprises, .readPapers, .filePapers,
            .readRisks, .manageRisks, .checkRisks, .readInspections,
            .readFactCorrections,
            .askFactCorrections,
        ])
    /// 企业安全负责人 — checks what the safety officers found and put right, and rewards finders.
    static let enterpriseSafetyHead = Role(
        "enterprise-safety-head", "企业安全负责人", reach: .organisation,
        permissions: [
            .readDangers, .verifyOwnDangers, .rewardFinders, .readEnterprises, .readPapers, .readFactCorrections,
            .readRisks, .confirmRisks, .checkRisks, .readInspections,
            .askFactCorrections,
        ])
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
