/// 人 — the people of the sample province. Tests name them, never `user1`.
public enum Someone: String, Sendable, CaseIterable {
    case zhou, wang, qian, zhao, sun, zheng, he, lyu, wu, jiang, li, shi, chen, feng, wei, lu, shen
    case tang, mei, yang

    public var name: String {
        switch self {
        case .zhou: "省安委办周"
        case .wang: "王科长"
        case .qian: "市局钱"
        case .zhao: "验收人赵"
        case .sun: "县局孙"
        case .zheng: "代理郑"
        case .he: "前任何"
        case .lyu: "两岗吕"
        case .wu: "昆山吴"
        case .jiang: "工信厅蒋"
        case .li: "安全员李"
        case .shi: "举报中心施"
        case .chen: "系统管理员"
        case .feng: "安全管理员"
        case .wei: "审计管理员"
        case .lu: "分管领导陆"
        case .shen: "安委办沈主任"
        case .tang: "安全负责人汤"
        case .mei: "梅园安全员梅"
        case .yang: "乡镇检查员杨"
        }
    }
}
