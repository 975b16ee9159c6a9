using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReachBeyondTheTeam : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Notes",
                type: "TEXT",
                maxLength: 40,
                nullable: false,
                defaultValue: "Session");

            migrationBuilder.CreateTable(
                name: "Covers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Worker = table.Column<Guid>(type: "TEXT", nullable: false),
                    Colleague = table.Column<Guid>(type: "TEXT", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Through = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Starts = table.Column<long>(type: "INTEGER", nullable: false),
                    Ends = table.Column<long>(type: "INTEGER", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    ArrangedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    TakenBackAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Covers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EmergencyAccesses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Client = table.Column<Guid>(type: "TEXT", nullable: false),
                    Staff = table.Column<Guid>(type: "TEXT", nullable: false),
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    OpenedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    EndWritten = table.Column<bool>(type: "INTEGER", nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    ReviewNote = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    ReviewedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReviewerName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ReviewedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmergencyAccesses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EmergencyTries",
                columns: table => new
                {
                    Account = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    Wrong = table.Column<int>(type: "INTEGER", nullable: false),
                    Looks = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmergencyTries", x => x.Account);
                });

            migrationBuilder.CreateTable(
                name: "LeaveBooks",
                columns: table => new
                {
                    Staff = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Entries = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaveBooks", x => x.Staff);
                });

            migrationBuilder.CreateTable(
                name: "EmergencyAccounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Access = table.Column<Guid>(type: "TEXT", nullable: false),
                    Client = table.Column<Guid>(type: "TEXT", nullable: false),
                    Words = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmergencyAccounts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EmergencyAccounts_EmergencyAccesses_Access",
                        column: x => x.Access,
                        principalTable: "EmergencyAccesses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Covers_Colleague_Ends_Starts_Worker",
                table: "Covers",
                columns: new[] { "Colleague", "Ends", "Starts", "Worker" });

            migrationBuilder.CreateIndex(
                name: "IX_Covers_Worker_Ends",
                table: "Covers",
                columns: new[] { "Worker", "Ends" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Account_Until_Client_OpenedAt",
                table: "EmergencyAccesses",
                columns: new[] { "Account", "Until", "Client", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Client_OpenedAt",
                table: "EmergencyAccesses",
                columns: new[] { "Client", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_ReviewedAt_OpenedAt",
                table: "EmergencyAccesses",
                columns: new[] { "ReviewedAt", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Staff_Until_Client",
                table: "EmergencyAccesses",
                columns: new[] { "Staff", "Until", "Client" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Until",
                table: "EmergencyAccesses",
                column: "Until",
                filter: "NOT \"EndWritten\"");

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccounts_Access_At",
                table: "EmergencyAccounts",
                columns: new[] { "Access", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Covers");

            migrationBuilder.DropTable(
                name: "EmergencyAccounts");

            migrationBuilder.DropTable(
                name: "EmergencyTries");

            migrationBuilder.DropTable(
                name: "LeaveBooks");

            migrationBuilder.DropTable(
                name: "EmergencyAccesses");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Notes");
        }
    }
}
